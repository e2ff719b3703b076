import type { Command } from "commander";
import { DEFAULT_PIPELINE, PIPELINES } from "../../pipelines.ts";
import { declareStack } from "./stack.ts";

/** `citypulse start`: its options, with those of every pipeline, and its help. */
export function declareStart(program: Command): void {
  const command = program.command("start").description("start a run of a pipeline in AWS");
  declareStack(command, `the pipeline to start (default: ${DEFAULT_PIPELINE.name})`);
  command.option("--watch", "follow the execution to its end");
  for (const { name, options } of groupedOptions()) {
    command.optionsGroup(`Options of the pipeline ${name}:`);
    for (const { flags, description } of options) command.option(flags, description);
  }
  command
    .addHelpText(
      "after",
      `
The region and the credentials are those of AWS's own tools: AWS_PROFILE,
AWS_REGION and so on. A run that is already running is not started twice.

Examples:
  citypulse start --stack dev                          its id is the current time
  citypulse start --stack dev --watch                  Ctrl-C stops watching only
  citypulse start --stack dev --run 20261116T060000Z   again, after a failure
  citypulse start --stack dev --station Brixton "Camden Town" --from 2026-11-15
  citypulse start --stack dev --pipeline compliance    besides the daily check`,
    )
    .action(async (options) => (await import("../start.ts")).start(options));
}

/** Every option once, grouped by the pipelines that have it. */
function groupedOptions() {
  const all = PIPELINES.flatMap(({ name, start: { idOption, fieldOptions } }) =>
    [idOption, ...Object.values(fieldOptions)].map((option) => ({ name, option })),
  );
  const byFlags = Object.values(Object.groupBy(all, ({ option }) => option.flags)).map((same = []) => ({
    name: same.map(({ name }) => name).join(", "),
    option: same.map(({ option }) => option)[0],
  }));
  return Object.entries(Object.groupBy(byFlags, ({ name }) => name)).map(([name, group = []]) => ({
    name,
    options: group.flatMap(({ option }) => option ?? []),
  }));
}
