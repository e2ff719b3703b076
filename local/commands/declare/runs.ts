import type { Command } from "commander";

/** `citypulse runs`: its options and its help. */
export function declareRuns(program: Command): void {
  program
    .command("runs")
    .description("list the runs with their status, their counts and their times")
    .option("--home <folder>", "the folder that holds the database", ".citypulse")
    .option("--pipeline <name>", "only the runs of this pipeline (default: all)")
    .option("--stack <name>", "list the executions of a stack in AWS instead (of the last 90 days)")
    .option(
      "--region <region>",
      "the region of the stack (default: AWS_REGION, then the stack's file, then the profile)",
    )
    .option("--json", "print an array of run objects")
    .addHelpText(
      "after",
      `
Example:
  citypulse runs --json
  citypulse runs --pipeline neighbourhood
  citypulse runs --stack dev`,
    )
    .action(async (options) => {
      if (options.stack === undefined) await (await import("../runs.ts")).runs(options);
      else await (await import("../stack-runs.ts")).stackRuns(options);
    });
}
