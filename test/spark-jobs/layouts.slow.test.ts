import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { IS_DEEP, sampled } from "../support/depth.ts";
import { repeatedRun } from "./repeated-run.ts";
import type { Layout } from "./spark-analysis.ts";

const theRun = repeatedRun();

/** In bytes: far less than the longest line. */
const SMALL = 65_536;

const setting = (name: string, value: string | number): string[] => ["--conf", `spark.sql.${name}=${value}`];

/** A file, and so a partition, holds nearly all; others hold a line, or nothing. The last line comes first. */
function oneHugeFile(lines: readonly string[]): Layout {
  const reversed = lines.toReversed();
  const tiny = reversed.slice(0, 6).map((line, index): [string, string[]] => [`tiny-${index}`, [line]]);
  const empty = [0, 1, 2].map((index): [string, string[]] => [`empty-${index}`, []]);
  return new Map([...empty, ...tiny, ["station/huge", reversed.slice(6)]]);
}

const ownFiles = (lines: readonly string[]): Layout =>
  new Map(lines.map((line, index) => [`station=${index % 3}/${(index * 7919) % 1000}-${index}`, [line]]));

const LAYOUTS: readonly (readonly [string, (lines: readonly string[]) => Layout, string[]])[] = [
  [
    "a huge file among tiny and empty ones, the other way round",
    oneHugeFile,
    // An empty file is none; each other one is a partition, since to open it is said to cost as much as to read it.
    // Without broadcasts the joins are made as on a cluster with very many posts.
    [
      ...setting("files.maxPartitionBytes", "4m"),
      ...setting("files.openCostInBytes", "4m"),
      ...setting("autoBroadcastJoinThreshold", -1),
    ],
  ],
  [
    "one file that is cut anywhere, into partitions of which some have no line",
    (lines) => new Map([["lines", lines]]),
    setting("files.maxPartitionBytes", SMALL),
  ],
];

// Each starts Spark anew, so not every one is tried every time.
test.each(sampled(LAYOUTS, 1))(
  "%s: the same as the embedded engine",
  { timeout: 400_000 },
  async (name, layout, settings) => {
    const run = theRun();
    const attempt = name.replaceAll(/\W+/g, "-");
    expect(await run.attempt(attempt, "j-1", layout(run.lines), { settings })).toMatchObject({ code: 0 });
    expect(await run.listed(attempt, "j-1")).toEqual(run.expected);
  },
);

if (IS_DEEP)
  test("a file for each line, and words in many parts: the same as the embedded engine", {
    timeout: 400_000,
  }, async () => {
    const run = theRun();
    const bundle = await readFile(run.worker, "utf8");
    const smallParts = bundle.replace("POSTS_OF_PART = 5e4;", "POSTS_OF_PART = 50;");
    expect(smallParts).not.toBe(bundle);
    const jobs = await mkdtemp(join(run.folder, "parts-"));
    await writeFile(join(jobs, "worker.mjs"), smallParts);
    expect(await run.attempt("own-files", "j-1", ownFiles(run.lines), { jobs })).toMatchObject({ code: 0 });
    expect(await run.listed("own-files", "j-1")).toEqual(run.expected);
  });

test("the posts that are compared have repeats, rejections, topics, and a long line", () => {
  const { expected, lines } = theRun();
  const { counts, rows } = expected;
  expect(counts.duplicates).toBeGreaterThan(300);
  expect(rows.every((count) => count > 20)).toBe(true);
  expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(2 * SMALL);
});
