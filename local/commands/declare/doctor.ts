import type { Command } from "commander";

/** `citypulse doctor`: its options and its help. */
export function declareDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check what CityPulse needs on this machine, and install Spark if you want it")
    .option("--install-spark", "install Spark and a Java for it in the home (about 550 MB)")
    .option("--home <folder>", "the folder in which Spark is looked for and installed", ".citypulse")
    .option("--json", "print the results as an array")
    .addHelpText("after", "\nExamples:\n  citypulse doctor\n  citypulse doctor --install-spark")
    .action(async (options) => (await import("../doctor.ts")).doctor(options));
}
