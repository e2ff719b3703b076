import { runCommand } from "./command.ts";
import { parseCount } from "./count.ts";
import { thisMachine } from "./machine.ts";
import { type Figures, plainReport } from "./table.ts";

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
