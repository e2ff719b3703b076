import { join } from "node:path";
import { type Form, type PostFile, postFile } from "../posts/post-file.ts";
import type { PostsOptions } from "../report/command.ts";
import { ROWS } from "../report/key-figures.ts";
import { inScratch } from "../report/scratch.ts";
import { type Figures, mebibytes, seconds, whole } from "../report/table.ts";
import { type PipelineRun, runCityPulse } from "./citypulse.ts";
import { type OriginalTimes, runOriginal } from "./original.ts";

/** The original pipeline takes minutes for a million posts, so it gets no more than that. */
const MOST_FOR_ORIGINAL = 1_000_000;

export interface PipelineBenchmark {
  readonly posts: number;
  /** Size of the raw file. */
  readonly bytes: number;
  readonly citypulse: PipelineRun;
  readonly original: ComparedOriginal | null;
}

export interface ComparedOriginal {
  /** The number of posts in the measurement. */
  readonly posts: number;
  readonly times: OriginalTimes;
  /** Time for all posts of the benchmark. If fewer were measured, it is scaled, except for the starts of Spark. */
  readonly seconds: number;
  /** Seconds of the original pipeline for each second of CityPulse. */
  readonly ratio: number;
}

/**
 * Takes generated posts from raw JSON Lines to loaded tables, first with CityPulse and then with the original
 * pipeline, which gets the same posts and the same PostgreSQL. Throws if one of them fails, if the counts of a run
 * are not those of the posts, or if the durability settings of the two databases differ.
 */
export async function benchPipeline(options: PostsOptions): Promise<PipelineBenchmark> {
  return await inScratch(async (scratch) => {
    const cache = options.cache ?? scratch;
    const posts = await makePosts(options.posts, "api", cache);
    const citypulse = await runCityPulse(posts, join(scratch, "home"));
    const original = options.withOriginal ? await compare(options.posts, citypulse, cache, scratch) : null;
    return { posts: options.posts, bytes: posts.bytes, citypulse, original };
  });
}

async function compare(
  posts: number,
  citypulse: PipelineRun,
  cache: string,
  scratch: string,
): Promise<ComparedOriginal> {
  const measured = Math.min(posts, MOST_FOR_ORIGINAL);
  const { path } = await makePosts(measured, "with-station", cache);
  const times = await runOriginal(path, scratch);
  const [ours, theirs] = [citypulse.durability, times.load.durability].map((one) => JSON.stringify(one));
  if (ours !== theirs)
    throw new Error(`The durability differs: CityPulse ${ours}, the original pipeline ${theirs}.`);
  const starts = times.sentiment.startSeconds + times.topics.startSeconds;
  const seconds = starts + (times.seconds - starts) * (posts / measured);
  return { posts: measured, times, seconds, ratio: seconds / citypulse.seconds };
}

async function makePosts(posts: number, form: Form, cache: string): Promise<PostFile> {
  process.stderr.write(`Posts: ${whole(posts)} ...\n`);
  return await postFile(posts, form, cache);
}

/** Compares CityPulse with the original pipeline, part by part. */
export function comparisonTable({ posts, citypulse, original, bytes }: PipelineBenchmark): Figures {
  const size = `${whole(posts)} posts (${mebibytes(bytes)} of JSON Lines)`;
  const rows = [
    [size, ""],
    ["CityPulse, from raw posts to loaded tables", seconds(citypulse.seconds)],
    ["its start and extraction", seconds(citypulse.phases.extract)],
    ["its analysis", seconds(citypulse.phases.analyse)],
    ["its load and publication", seconds(citypulse.phases.load)],
    ["its posts a second", whole(citypulse.postsPerSecond)],
    ["its peak memory", memoryOf(citypulse)],
    ...(original === null ? [] : originalRows(posts, original)),
  ];
  const notes = [durabilityNote(citypulse.durability, original !== null)];
  return { table: rows, notes: original === null ? notes : [ORIGINAL_PIPELINE, ...notes] };
}

const ORIGINAL_PIPELINE =
  "The original pipeline runs PySpark on `local[2]`: one job with vaderSentiment in a Python UDF, and one with stop words, " +
  "Snowball stemming and counting. It then loads each row with one INSERT and one COMMIT. It was measured after " +
  "CityPulse, with the same posts.";

function originalRows(
  posts: number,
  { posts: measured, times, seconds: all, ratio }: ComparedOriginal,
): string[][] {
  const { sentiment, topics, load } = times;
  const scaled = measured < posts ? `, measured with ${whole(measured)} posts and scaled` : "";
  const rate = whole(load.rows / load.loadSeconds);
  return [
    [`The original pipeline${scaled}`, seconds(all)],
    ["its starts of Spark", seconds(sentiment.startSeconds + topics.startSeconds)],
    ["its sentiment job", seconds(sentiment.jobSeconds)],
    ["its topics job", seconds(topics.jobSeconds)],
    [
      `its load, ${rate} rows a second, timed on ${whole(load.rows)} rows and scaled to ${whole(sentiment.rows)}`,
      seconds(times.scaledLoadSeconds),
    ],
    [ROWS.pipeline, `${ratio.toFixed(1)} times as long`],
  ];
}

/** Shows how time and memory grow with the number of posts. */
export function growthTable(benchmarks: readonly PipelineBenchmark[]): Figures {
  const header = ["posts", "raw file", "time", "posts a second", "peak: together", "Node.js", "PostgreSQL"];
  const rows = benchmarks.map(({ posts, bytes, citypulse: { seconds: time, postsPerSecond, memory } }) => [
    whole(posts),
    mebibytes(bytes),
    seconds(time),
    whole(postsPerSecond),
    ...(memory === null
      ? ["not measured", "", ""]
      : [mebibytes(memory.together), mebibytes(memory.node), mebibytes(memory.postgres)]),
  ]);
  return { table: [header, ...rows], notes: [] };
}

function memoryOf({ memory }: PipelineBenchmark["citypulse"]): string {
  if (memory === null) return "not measured";
  const { together, node, postgres } = memory;
  return `${mebibytes(together)} (Node.js ${mebibytes(node)}, PostgreSQL ${mebibytes(postgres)})`;
}

function durabilityNote(durability: Readonly<Record<string, string>>, both: boolean): string {
  const settings = Object.entries(durability).map(([name, setting]) => `${name} = ${setting}`);
  return `PostgreSQL${both ? " on both sides" : ""}: ${settings.join(", ")}.`;
}
