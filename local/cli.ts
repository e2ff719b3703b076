import { enableCompileCache } from "node:module";
import { Command, CommanderError } from "commander";
import { declareCost } from "./commands/declare/cost.ts";
import { declareDoctor } from "./commands/declare/doctor.ts";
import { declarePlan } from "./commands/declare/plan.ts";
import { declareCompliance, declareRun } from "./commands/declare/run.ts";
import { declareRuns } from "./commands/declare/runs.ts";
import { declareSample } from "./commands/declare/sample.ts";
import { declareScore } from "./commands/declare/score.ts";
import { declareSql } from "./commands/declare/sql.ts";
import { declareStart } from "./commands/declare/start.ts";
import { declareStop } from "./commands/declare/stop.ts";
import { declareWatch } from "./commands/declare/watch.ts";

enableCompileCache();

/** Done, failed, wrong usage: what `citypulse` returns to the shell. */
const WRONG_USAGE = 2;

const program = new Command("citypulse")
  .description(
    "What people say around each London Underground station, in which mood, and what homes cost there.",
  )
  .showHelpAfterError("Try `citypulse --help`, or `citypulse <command> --help`.")
  .helpCommand(false)
  .configureHelp({
    subcommandTerm: (command) => `${command.name()} ${command.usage()}`,
    // Commander would put every default into quotes, numbers too.
    optionDescription: ({ description, defaultValue }) =>
      typeof defaultValue === "string" ? `${description} (default: ${defaultValue})` : description,
  })
  .exitOverride();

// Each command loads its libraries only when it is called, so that `--help` answers at once.
declareRun(program);
declareSample(program);
declarePlan(program);
declareSql(program);
declareScore(program);
declareRuns(program);
declareCompliance(program);
declareStart(program);
declareWatch(program);
declareStop(program);
declareCost(program);
declareDoctor(program);

// A reader that has seen enough, such as `| head -1`, closes the pipe: that is not an error.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`error  The output cannot be written: ${error.message}\n`);
    process.exit(1);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  else process.exitCode = (await import("./terminal/failure.ts")).fail(error);
}
