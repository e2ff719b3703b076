import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderStore } from "../../../functions/adapters/store/folder-store.ts";
import { openThreads } from "../../../functions/adapters/threads/threads.ts";
import { AnalysisFailed } from "../../../functions/errors.ts";
import type { StepWorkers } from "../../../functions/neighbourhood/analyse.ts";
import { extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { rawPageKey, rawPageName, STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { analysisThreads } from "../../../local/neighbourhood/analysis-threads.ts";
import { analyseAll, RUN_ID, readAnalysis } from "../../support/neighbourhood/analysed.ts";
import { clock, progress } from "../../support/neighbourhood/pipeline.ts";
import { inPages, records, STATIONS } from "../../support/neighbourhood/records.ts";
import { scriptSource } from "../../support/neighbourhood/script-source.ts";

const run = parseRun({ runId: RUN_ID }, "2026-11-16T06:00:00Z");
const bytesInBucket = 800;
let folder: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-workers-"));
  store = folderStore(folder);
  await store.write(STATIONS_KEY, Buffer.from(STATIONS));
  await extractPosts({ run }, { store, source: scriptSource(inPages(records(1, 60), 9)), clock, progress });
});
afterAll(() => rm(folder, { recursive: true }));

const openWorkers = () => analysisThreads({ run, folder, codeVersion: "1.0.0", bytesInBucket });

test("threads make the steps of an analysis, all of them", async () => {
  const made: string[] = [];
  const counted = () => {
    const workers = openWorkers();
    const perform: StepWorkers["perform"] = async (step) => {
      await workers.perform(step);
      made.push(`${step.kind} ${step.part}`);
    };
    return { ...workers, perform };
  };
  await analyseAll(run, store, { bytesInBucket, openWorkers: counted });
  const { posts } = await readAnalysis(store);
  expect(posts.length).toBeGreaterThan(2);
  expect(made.filter((step) => step.startsWith("merge")).toSorted()).toEqual(
    posts.map((_, bucket) => `merge ${bucket}`).toSorted(),
  );
  expect(made).toContain("score 1");
  expect((await readAnalysis(store)).counts).toMatchObject({ read: 60, accepted: 60 });
});

test("an error keeps its name, its message and its hint on the way out of a thread", async () => {
  const page = rawPageKey(RUN_ID, rawPageName("replay", "00003"));
  const body = (await store.read(page)) ?? new Uint8Array();
  await store.remove([page]);
  const failed = analyseAll(run, store, { codeVersion: "2.0.0", bytesInBucket, openWorkers });
  await expect(failed).rejects.toThrow(AnalysisFailed);
  await expect(failed).rejects.toMatchObject({
    name: "AnalysisFailed",
    message: expect.stringContaining(page),
    hint: expect.stringContaining("Remove the manifest"),
  });
  await store.write(page, body);
});

test("threads whose module fails, or that end while nobody asks, fail the work and nothing else", async () => {
  const module = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const broken = openThreads<null, null>(module("throw new Error('no such module')"), null);
  await expect(broken.ask(null)).rejects.toThrow("A thread ended before its work was done: no such module.");
  const exiting = openThreads<null, null>(module("setTimeout(() => process.exit(), 50)"), null);
  await sleep(500);
  const asked = Array.from({ length: 2 * exiting.size }, () => exiting.ask(null));
  for (const { status } of await Promise.allSettled(asked)) expect(status).toBe("rejected");
  await Promise.all([broken.close(), exiting.close()]);
});

test("a thread that ends before its step is made fails the step", async () => {
  const workers = openWorkers();
  const step = expect(workers.perform({ kind: "score", part: 0, size: 9 })).rejects.toThrow(
    "A thread ended before its work was done",
  );
  await workers.close();
  await step;
});
