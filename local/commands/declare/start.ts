import type { Command } from "commander";
import { DEFAULT_PIPELINE, STACK_PIPELINES } from "../../aws/pipelines.ts";
import { declareStack } from "./stack.ts";

/** `citypulse start`: its options, with those of every pipeline, and its help. */
export function declareStart(program: Command): void {
  const command = program.command("start").description("start a run of a pipeline in AWS");
  declareStack(command, `the pipeline to start (default: ${DEFAULT_PIPELINE})`);
  command.option("--watch", "follow the execution to its end");
  for (const { name, options } of groupedOptions()) {
    command.optionsGroup(`Options of the pipeline ${name}:`);
    for (const { flags, description } of options) command.option(flags, description);
  }
  command
    .addHelpText(
      "after",
      `
The region and the credentials are those of AWS's own tools: AWS_PROFILE, AWS_REGION and so on. A run that is
already running is not started twice.

Examples:
  citypulse start --stack dev                           a run with the current time as its id
  citypulse start --stack dev --watch                   start it and follow it; Ctrl-C only stops watching
  citypulse start --stack dev --run 20261116T060000Z    the same run again, for example after a failure
  citypulse start --stack dev --station Brixton "Camden Town" --from 2026-11-15
  citypulse start --stack dev --pipeline compliance     a check for deleted posts, besides the daily one`,
    )
    .action(async (options) => (await import("../start.ts")).start(options));
}

/** Each option under the pipelines that have it: an option of several pipelines is one of the command line. */
function groupedOptions() {
  const flags = new Map(
    STACK_PIPELINES.flatMap(({ startOptions }) => startOptions.map((one) => [one.flags, one])),
  );
  const groups = new Map<string, { flags: string; description: string }[]>();
  for (const option of flags.values()) {
    const owners = STACK_PIPELINES.filter(({ startOptions }) =>
      startOptions.some((own) => own.flags === option.flags),
    );
    const name = owners.map((pipeline) => pipeline.name).join(", ");
    groups.set(name, [...(groups.get(name) ?? []), option]);
  }
  return [...groups].map(([name, options]) => ({ name, options }));
}
