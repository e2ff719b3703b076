import type { Command } from "commander";
import { declareXOptions } from "../../neighbourhood/command.ts";

/** `citypulse plan`: its options and its help. */
export function declarePlan(program: Command): void {
  const command = program
    .command("plan")
    .description("say what a run with --source x would ask X for, and the most that it could cost")
    .option("--from <time>", "only posts from this time on (UTC, such as 2026-11-09T00:00:00Z)")
    .option("--to <time>", "only posts before this time")
    .option("--station <name...>", "only posts around these stations, named as in the stations file")
    .option(
      "--stations-file <csv>",
      "another stations file, with the columns Latitude, Longitude, Station, Zone",
    )
    .option("--home <folder>", "where is remembered what earlier runs asked for and spent", ".citypulse")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
X is not asked, and nothing is changed. A run never spends more than the ceilings; the posts of a station that
it had no money for are what the next run asks for first.

Examples:
  citypulse plan
  citypulse plan --max-dollars 5                  what five dollars are enough for
  citypulse plan --station "Camden Town" --json`,
    )
    .action(async (options) => (await import("../plan.ts")).plan(options));
  declareXOptions(command);
}
