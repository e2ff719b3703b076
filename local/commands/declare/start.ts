import type { Command } from "commander";

/** `citypulse start`: its options and its help. */
export function declareStart(program: Command): void {
  program
    .command("start")
    .description("start the neighbourhood pipeline of a stack in AWS")
    .requiredOption("--stack <name>", "the stack, named as for `pulumi up`")
    .option("--run <id>", "the run's id, or its scheduled time; the same id again repairs or repeats a run")
    .option("--engine <engine>", "auto, lambda or emr", "auto")
    .option("--from <time>", "only posts from this time on (UTC, such as 2026-11-09T00:00:00Z)")
    .option("--to <time>", "only posts before this time")
    .option("--station <name...>", "only posts around these stations, named as in the stack's stations file")
    .option("--watch", "follow the execution to its end")
    .option("--region <region>", "the stack's region (default: AWS_REGION's, its file's or the profile's)")
    .option("--json", "print one JSON object on stdout and nothing else")
    .addHelpText(
      "after",
      `
The region and the credentials are those that AWS's own tools take: AWS_PROFILE, AWS_REGION and so on. A run
that is at work already is not started twice.

Examples:
  citypulse start --stack dev                           a run of now
  citypulse start --stack dev --watch                   and follow it; Ctrl-C stops watching only
  citypulse start --stack dev --run 20261116T060000Z    once more, for instance after a failure
  citypulse start --stack dev --station Brixton "Camden Town" --from 2026-11-15`,
    )
    .action(async (options) => (await import("../start.ts")).start(options));
}
