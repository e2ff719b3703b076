import { type ParseArgsConfig, parseArgs } from "node:util";
import { InvalidInput } from "../../functions/errors.ts";
import { fail } from "../../local/terminal/failure.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Runs a benchmark with what the command line asks for; prints `help` instead where that is asked for. What goes
 * wrong is said as `citypulse` says it, and becomes the exit code.
 */
export async function runCommand<Asked extends Options>(
  help: string,
  options: Asked,
  work: (values: ReturnType<typeof parseOptions<Asked>>) => Promise<void>,
): Promise<void> {
  try {
    if (process.argv.includes("--help")) process.stdout.write(help);
    else await work(parseOptions(options));
  } catch (error) {
    process.exitCode = fail(error);
  }
}

function parseOptions<Asked extends Options>(options: Asked) {
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new InvalidInput(cause.message, { hint: "Ask with --help for what there is.", cause });
  }
}
