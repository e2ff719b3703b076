import { type Command, Help } from "commander";
import { complianceCommand } from "../../compliance/command.ts";
import type { PipelineCommand } from "../../pipeline.ts";
import { DEFAULT_PIPELINE, PIPELINES } from "../../pipelines.ts";

/**
 * `citypulse run [pipeline]`: each pipeline is a command of its own below it, with its options and its help. If no
 * pipeline is named, commander calls the default's.
 */
export function declareRun(program: Command): void {
  const run = program
    .command("run")
    .description(
      `run a pipeline on this machine, from its first state to its last (default: ${DEFAULT_PIPELINE.name})`,
    )
    .usage("[pipeline] [options]")
    .helpCommand(false)
    .commandsGroup("Pipelines:");
  const [first] = PIPELINES.map((pipeline) => {
    const command = run.command(pipeline.name, { isDefault: pipeline === DEFAULT_PIPELINE });
    return { pipeline, command: declarePipeline(command, pipeline) };
  }).filter(({ pipeline }) => pipeline === DEFAULT_PIPELINE);
  if (first === undefined) throw new Error("The default pipeline is not in the registry.");
  // Set after the commands below it, which would inherit it.
  run.configureHelp({
    ...run.configureHelp(),
    visibleOptions: () => new Help().visibleOptions(first.command),
    subcommandTerm: (command) => command.name(),
  });
  // A word that is no pipeline's name arrives there. Without a description the help does not show it.
  first.command.argument("[pipeline]");
  run.addHelpText(
    "after",
    `\nThe options above are those of ${DEFAULT_PIPELINE.name}. For another pipeline, see\n\`citypulse run <pipeline> --help\`.\n${DEFAULT_PIPELINE.help}`,
  );
}

/** `citypulse compliance`, which is `citypulse run compliance`. */
export const declareCompliance = (program: Command): Command =>
  declarePipeline(program.command(complianceCommand.name), complianceCommand);

function declarePipeline(command: Command, pipeline: PipelineCommand): Command {
  command.description(pipeline.description).usage("[options]");
  pipeline.declareOptions(command);
  return command
    .option("--home <folder>", "the folder that holds the database and the object store", ".citypulse")
    .option("--json", "print one JSON object on stdout and nothing else")
    .addHelpText("after", pipeline.help)
    .action(async () => (await import("../run.ts")).run(pipeline, command.args[0], command.opts()));
}
