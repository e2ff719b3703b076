import type { Command } from "commander";

/** `citypulse runs`: its options and its help. */
export function declareRuns(program: Command): void {
  program
    .command("runs")
    .description("list the runs: how they ended, their counts, when they ran")
    .option("--home <folder>", "where the database lies", ".citypulse")
    .option("--pipeline <name>", "only the runs of this pipeline (default: all)")
    .option("--stack <name>", "list the executions of a stack in AWS instead, those of the last 90 days")
    .option(
      "--region <region>",
      "with --stack: its region (default: AWS_REGION's, its file's or the profile's)",
    )
    .option("--json", "print an array of run objects")
    .addHelpText(
      "after",
      "\nExample:\n  citypulse runs --json\n  citypulse runs --pipeline neighbourhood\n\nOf a stack in AWS:\n  citypulse runs --stack dev",
    )
    .action(async (options) => {
      if (options.stack === undefined) await (await import("../runs.ts")).runs(options);
      else await (await import("../stack-runs.ts")).stackRuns(options);
    });
}
