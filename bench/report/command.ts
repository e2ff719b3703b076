import { type ParseArgsConfig, parseArgs } from "node:util";
import { InvalidInput } from "../../functions/errors.ts";
import { fail } from "../../local/terminal/failure.ts";
import { type Figures, plainReport, thisMachine } from "./table.ts";

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

/** What a benchmark that makes posts is asked for. */
export interface PostsOptions {
  /** Records in the file. */
  readonly posts: number;
  readonly withOriginal: boolean;
  /** Where files of posts are looked for and stay; undefined: they are made and removed. */
  readonly cache?: string | undefined;
}

export interface PostsBenchmark<Measured extends object> {
  /** What --help prints; it explains --posts, --without-original, --cache and --json. */
  readonly help: string;
  /** How many posts there are where --posts is not given. */
  readonly defaultPosts: number;
  measure(options: PostsOptions): Promise<Measured>;
  /** What is printed without --json. */
  toFigures(measured: Measured): Figures;
}

/** Runs a benchmark that makes posts with what the command line asks for, and prints what was measured. */
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

/** The number of posts that was asked for. Throws InvalidInput. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidInput(`--posts is no number of posts: "${text}".`, {
    hint: "Write it as --posts 1000000.",
  });
}
