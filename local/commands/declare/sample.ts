import type { Command } from "commander";
import { housingCommand } from "../../housing/command.ts";
import { neighbourhoodCommand } from "../../neighbourhood/command.ts";
import type { PipelineCommand } from "../../pipeline.ts";

/** The pipelines that have a bundled sample, in the order in which they run: the second shows its figures beside the first's. */
const SAMPLES: readonly PipelineCommand[] = [neighbourhoodCommand, housingCommand];

/** `citypulse sample`, which `npm start` is: with other options than its own it is `citypulse run`. */
export const declareSample = (program: Command): Command =>
  program
    .command("sample")
    .description("run the bundled synthetic samples: posts, then sales of homes")
    .usage("[options]")
    .option("--home <folder>", "the folder that holds the database and the object store", ".citypulse")
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText("after", "\nWith any other option this is `citypulse run`: see `citypulse run --help`.")
    .action(async ({ home }: { readonly home: string }, command: Command) => {
      if (command.args.length > 0) {
        const words = program.args.slice(program.args.indexOf("sample") + 1);
        await program.parseAsync(["run", ...words], { from: "user" });
        return;
      }
      const { run } = await import("../run.ts");
      for (const pipeline of SAMPLES) {
        await run(pipeline, undefined, { ...defaultsOf(pipeline, program), home });
        if ((process.exitCode ?? 0) !== 0) return;
      }
    });

/** What commander would give for a call of the pipeline without options. */
function defaultsOf({ name }: PipelineCommand, program: Command): object {
  const runs = program.commands.find((command) => command.name() === "run");
  const command = runs?.commands.find((one) => one.name() === name);
  if (command === undefined) throw new Error(`The pipeline ${name} is not in the registry.`);
  return command.opts();
}
