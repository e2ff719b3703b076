import type { Command } from "commander";

/** `citypulse doctor`: its options and its help. */
export function declareDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what this machine has of what CityPulse needs, and install Spark where asked")
    .option("--install-spark", "install Spark and a Java for it in the home, some 550 MB")
    .option("--home <folder>", "where Spark is looked for and installed", ".citypulse")
    .option("--json", "print an array of what was looked for")
    .addHelpText("after", "\nExamples:\n  citypulse doctor\n  citypulse doctor --install-spark")
    .action(async (options) => (await import("../doctor.ts")).doctor(options));
}
