import type { Command } from "commander";

/** `citypulse watch`: its options and its help. */
export function declareWatch(program: Command): void {
  program
    .command("watch")
    .description("follow an execution in AWS: its states, its cluster, what it costs")
    .requiredOption("--stack <name>", "the stack, named as for `pulumi up`")
    .option("--execution <name>", "its name or its ARN (default: the newest that runs, or else the newest)")
    .option("--every <seconds>", "how often to look", "5")
    .option("--region <region>", "the stack's region (default: AWS_REGION's, its file's or the profile's)")
    .option("--json", "print one JSON object on stdout when it has ended, and nothing else there")
    .addHelpText(
      "after",
      `
Progress goes to stderr. Exit codes: 0 the run succeeded, was empty or was not started beside another one;
1 it did not end well. Ctrl-C stops watching, and the execution goes on.

Examples:
  citypulse watch --stack dev
  citypulse watch --stack dev --execution 20261116T060000Z
  citypulse watch --stack dev --json 2> watch.log | jq .cost.dollars`,
    )
    .action(async (options) => (await import("../watch.ts")).watch(options));
}
