import { type ParseArgsConfig, parseArgs } from "node:util";
import { InvalidInput } from "../../functions/errors.ts";
import { fail } from "../../local/terminal/failure.ts";
import { type Figures, plainReport, thisMachine } from "./table.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Runs a benchmark with the options of the command line, or prints `help` with --help. Errors are shown and set the
 * exit code as in `citypulse`.
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
    throw new InvalidInput(cause.message, { hint: "--help lists all options.", cause });
  }
}

/** Options of a benchmark that generates posts. */
export interface PostsOptions {
  /** Number of records in the file. */
  readonly posts: number;
  readonly withOriginal: boolean;
  /** Folder that keeps files of posts for reuse; if undefined, they are removed at the end. */
  readonly cache?: string | undefined;
}

export interface PostsBenchmark<Measured extends object> {
  /** The text of --help, which explains --posts, --without-original, --cache and --json. */
  readonly help: string;
  /** Default of --posts. */
  readonly defaultPosts: number;
  measure(options: PostsOptions): Promise<Measured>;
  /** The figures that are printed without --json. */
  toFigures(measured: Measured): Figures;
}

/** Runs a benchmark that generates posts with the options of the command line, and prints the result. */
export async function runPostsCommand<Measured extends object>(
  benchmark: PostsBenchmark<Measured>,
): Promise<void> {
  const options = {
    posts: { type: "string", default: String(benchmark.defaultPosts) },
    "without-original": { type: "boolean", default: false },
    cache: { type: "string" },
    json: { type: "boolean", default: false },
  } as const;
  await runCommand(benchmark.help, options, async (asked) => {
    const date = new Date();
    const machine = thisMachine();
    const measured = await benchmark.measure({
      posts: parseCount(asked.posts),
      withOriginal: !asked["without-original"],
      cache: asked.cache,
    });
    const text = () => plainReport(benchmark.toFigures(measured), machine, date);
    const json = () => JSON.stringify({ ...measured, machine, date: date.toISOString() });
    process.stdout.write(`${asked.json ? json() : text()}\n`);
  });
}

/** Parses the number of posts. Throws InvalidInput. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidInput(`--posts must be a number of posts, not "${text}".`, {
    hint: "Write it as --posts 1000000.",
  });
}
