import type { Command } from "commander";
import { declareSelectionOptions, declareXOptions } from "../../neighbourhood/command.ts";

/** `citypulse plan`: its options and its help. */
export function declarePlan(program: Command): void {
  const command = program
    .command("plan")
    .description("show what a run with --source x would request from X, and its maximum cost");
  declareSelectionOptions(command)
    .option("--home <folder>", "where the requests and the costs of earlier runs are stored", ".citypulse")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
This command makes no requests and changes nothing. A run never spends more than
the ceilings. If the money runs out, the next run starts with the stations whose
posts were not read.

Examples:
  citypulse plan
  citypulse plan --max-dollars 5            what five dollars pay for
  citypulse plan --station "Camden Town" --json`,
    )
    .action(async (options) => (await import("../plan.ts")).plan(options));
  declareXOptions(command);
}
