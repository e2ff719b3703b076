import { type Figures, mebibytes, seconds, whole } from "../report/table.ts";
import type { ComparedOriginal, PipelineBenchmark } from "./benchmark.ts";

/** CityPulse beside the original way, part by part. */
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
  return { table: rows, notes: original === null ? notes : [ORIGINAL_WAY, ...notes] };
}

const ORIGINAL_WAY =
  "The original way: PySpark on `local[2]`, vaderSentiment in a Python UDF; a second job with stop words, Snowball " +
  "stemming and counting; then one INSERT and one COMMIT a row. Measured after CityPulse, with the same posts.";

function originalRows(
  posts: number,
  { posts: measured, times, seconds: all, ratio }: ComparedOriginal,
): string[][] {
  const { sentiment, topics, load } = times;
  const scaled = measured < posts ? `, measured with ${whole(measured)} posts and scaled` : "";
  const rate = whole(load.rows / load.loadSeconds);
  return [
    [`The original way${scaled}`, seconds(all)],
    ["its starts of Spark", seconds(sentiment.startSeconds + topics.startSeconds)],
    ["its sentiment job", seconds(sentiment.jobSeconds)],
    ["its topics job", seconds(topics.jobSeconds)],
    [
      `its load, ${rate} rows a second, timed on ${whole(load.rows)} rows and scaled to ${whole(sentiment.rows)}`,
      seconds(times.scaledLoadSeconds),
    ],
    ["The original way takes", `${ratio.toFixed(1)} times as long`],
  ];
}

/** How time and memory grow with the number of posts. */
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
