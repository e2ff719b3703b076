import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HALF, KILL_SPARK, oddWorker } from "./odd-workers.ts";
import { repeatedPosts } from "./repeated-posts.ts";
import { extractedRun, type Layout } from "./spark-analysis.ts";

let folder: string;
let run: Awaited<ReturnType<typeof extractedRun>>;
let layout: Layout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-retries-"));
  run = await extractedRun(folder, await repeatedPosts());
  layout = new Map([["lines", run.lines]]);
});
afterAll(() => rm(folder, { recursive: true }));

/** Some six partitions. */
const SMALL = ["--conf", "spark.sql.files.maxPartitionBytes=256k"];

const workerOf = (name: string, program: string) =>
  oddWorker(join(folder, `jobs-${name}`), run.worker, program);

test("a worker that fails once in each partition is no matter", { timeout: 200_000 }, async () => {
  const { jobs, asked } = await workerOf(
    "failing",
    `if (isFirst(job + hashOf(input))) { ${HALF} process.exit(3); } else write(real());`,
  );
  const settings = [...SMALL, "--master", "local[2,4]"];
  expect(await run.attempt("failing", "j-1", layout, { jobs, settings })).toMatchObject({ code: 0 });
  const failures = (await asked()).map((name) => name.replace(/[0-9a-f]{64}$/, ""));
  expect(failures.filter((job) => job === "score").length).toBeGreaterThan(3);
  expect(failures.filter((job) => job === "topics")).toHaveLength(1);
  expect(await run.listed("failing", "j-1")).toEqual(run.expected);
});

test("an executor that is lost in each of the jobs is no matter", { timeout: 200_000 }, async () => {
  // Scoring, it may have finished a partition when it is lost.
  const { jobs, asked } = await workerOf(
    "lost",
    `const first = isFirst(job);
    if (job === "topics" ? first : !first && isFirst("loss")) { ${HALF} ${KILL_SPARK} } else write(real());`,
  );
  const settings = [...SMALL, "--master", "local-cluster[2,1,1024]"];
  const ended = await run.attempt("lost", "j-1", layout, { jobs, settings });
  expect(ended).toMatchObject({ code: 0 });
  expect(ended.stderr.match(/Lost executor \d+/g)).toHaveLength(2);
  expect(await asked()).toEqual(["loss", "score", "topics"]);
  expect(await run.listed("lost", "j-1")).toEqual(run.expected);
});
