import { type ParseArgsConfig, parseArgs } from "node:util";
import { InvalidInput } from "../../functions/errors.ts";

/** What a benchmark was asked for on the command line. Throws InvalidInput for what there is not. */
export function parseOptions<Options extends NonNullable<ParseArgsConfig["options"]>>(options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new InvalidInput(cause.message, { hint: "Ask with --help for what there is.", cause });
  }
}
