import type { Command } from "commander";
import { MINIMUM_N } from "../../../analysis/statistics/sums.ts";

/** `citypulse compliance`: its options and its help. */
export function declareCompliance(program: Command): void {
  program
    .command("compliance")
    .description("ask X which of the stored posts must go, and remove them wherever they are")
    .option("--check <id>", "a check that failed, to finish it (default: a new one)")
    .option("--min-posts <n>", "a station with fewer posts shows their number only", String(MINIMUM_N))
    .option("--home <folder>", "where the database and the object store lie", ".citypulse")
    .option("--json", "print one JSON object on stdout and nothing else")
    .addHelpText(
      "after",
      `
Whoever keeps posts of X must follow their deletions within a day. X is told the ids of all stored posts, and takes
some minutes for its answer; X_BEARER_TOKEN holds the app's token. A stack in AWS does this by itself, every day.

Examples:
  citypulse compliance
  citypulse compliance --check 20261118T180000Z   once more, after it failed`,
    )
    .action(async (options) => (await import("../compliance.ts")).compliance(options));
}
