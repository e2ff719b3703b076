import type { Command } from "commander";
import { declareStack } from "./stack.ts";

/** `citypulse watch`: its options and its help. */
export function declareWatch(program: Command): void {
  const command = program
    .command("watch")
    .description("follow an execution in AWS: its states, its cluster, its cost so far");
  declareStack(command, "only executions of this pipeline (default: all pipelines)")
    .option(
      "--execution <name>",
      "its name or its ARN (default: the newest running one, or the newest of all if none is running)",
    )
    .option("--every <seconds>", "the seconds between two looks", "5")
    .addHelpText(
      "after",
      `
Progress goes to stderr; the JSON object is printed when the execution has
ended. The exit code is 0 if the run succeeded, was empty or did not start because
another run was active, and 1 if it failed. Ctrl-C stops watching only; the
execution continues.

Examples:
  citypulse watch --stack dev
  citypulse watch --stack dev --pipeline compliance
  citypulse watch --stack dev --execution 20261116T060000Z
  citypulse watch --stack dev --json 2> watch.log | jq .cost.dollars`,
    )
    .action(async (options) => (await import("../watch.ts")).watch(options));
}
