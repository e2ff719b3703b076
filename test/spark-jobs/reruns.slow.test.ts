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
  folder = await mkdtemp(join(tmpdir(), "citypulse-reruns-"));
  run = await extractedRun(folder, await repeatedPosts());
  layout = new Map([["lines", run.lines]]);
});
afterAll(() => rm(folder, { recursive: true }));

/** Some six partitions. */
const SMALL = ["--conf", "spark.sql.files.maxPartitionBytes=256k"];

const workerOf = (name: string, program: string) =>
  oddWorker(join(folder, `jobs-${name}`), run.worker, program);

test("a step that is started again puts its results in the place of what others left", {
  timeout: 300_000,
}, async () => {
  const attempt = (cluster: string, settings: string[], jobs?: string) =>
    run.attempt("again", cluster, layout, { settings, ...(jobs === undefined ? {} : { jobs }) });
  expect(await attempt("j-1", SMALL)).toMatchObject({ code: 0 });
  const before = await run.listed("again", "j-1");

  // One partition after the other, so that what the first has made is there.
  const scoring = await workerOf("scoring", `if (isFirst("one")) write(real()); else ${KILL_SPARK}`);
  const killed = await attempt("j-2", [...SMALL, "--master", "local[1]"], scoring.jobs);
  expect(killed.code).not.toBe(0);
  await expect(run.listed("again", "j-2")).rejects.toThrow("no tally of the cluster j-2");

  const topics = await workerOf(
    "topics",
    `if (job === "topics") { ${HALF} ${KILL_SPARK} } else write(real());`,
  );
  expect((await attempt("j-3", SMALL, topics.jobs)).code).not.toBe(0);
  await expect(run.listed("again", "j-3")).rejects.toThrow("no tally of the cluster j-3");

  const last = await attempt("j-4", []);
  expect(last.code).toBe(0);
  expect(await run.listed("again", "j-4")).toEqual(run.expected);
  expect(before).toEqual(run.expected);
  // Of posts, quarantine and topics; and the two tallies.
  expect(last.files).toHaveLength(5);
});
