import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { extractPosts } from "../../functions/neighbourhood/extract-posts.ts";
import { clusterInputKey } from "../../functions/neighbourhood/keys.ts";
import { listResults } from "../../functions/neighbourhood/list-results.ts";
import { planCluster } from "../../functions/neighbourhood/plan-cluster.ts";
import { decodeTopicTable } from "../../functions/neighbourhood/result-tables.ts";
import { parseRun, type RunInput } from "../../functions/neighbourhood/run.ts";
import type { ObjectStore } from "../../functions/ports.ts";
import { STATIONS_KEY } from "../../functions/posts/keys.ts";
import type { PostSource } from "../../functions/posts/post-source.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";
import {
  analyseAll,
  RUN_ID,
  readAnalysis,
  readPosts,
  readQuarantine,
  readRawLines,
} from "../support/neighbourhood/analysed.ts";
import { clock, progress } from "../support/neighbourhood/pipeline.ts";
import { bothJobs, type JobRun, resultFiles, runJob } from "./run-job.ts";

/** The name of a file, which may have folders in it, and the raw lines that it holds. */
export type Layout = ReadonlyMap<string, readonly string[]>;

/** All that the manifest of an analysis says and lists, but for how the rows are spread over files. */
export async function readResults(store: ObjectStore) {
  const { counts, outside, reasons, ...files } = await readAnalysis(store);
  const topics: unknown[] = [];
  for (const { key } of files.topics)
    topics.push(...(await decodeTopicTable((await store.read(key)) ?? new Uint8Array())).rows());
  const quarantine: string[] = [];
  for (const { key } of files.quarantine)
    quarantine.push(...(await readQuarantine(store, key)).map((line) => JSON.stringify(line)));
  const posts = (await readPosts(store)).toSorted((left, right) =>
    BigInt(String(left.post_id)) < BigInt(String(right.post_id)) ? -1 : 1,
  );
  const rows = [files.posts, files.topics, files.quarantine].map((listed) =>
    listed.reduce((sum, file) => sum + file.rows, 0),
  );
  return { counts, outside, reasons, rows, posts, topics, quarantine: quarantine.sort() };
}

/** A run whose raw pages are there, as the embedded engine analyses it. */
export async function extractedRun(folder: string, source: PostSource, asked: RunInput = {}) {
  const run = parseRun({ ...asked, runId: RUN_ID }, "2026-11-16T06:00:00Z");
  const store = folderStore(join(folder, "store"));
  await store.write(STATIONS_KEY, await readFile(BUNDLED_STATIONS));
  await extractPosts({ run }, { store, source, clock, progress });
  const lines = await readRawLines(store);
  await planCluster({ run }, { store, codeVersion: "1.0.0", clusterRate: { postsPerSecond: 1 } });
  const input = join(folder, "input.json");
  await writeFile(input, (await store.read(clusterInputKey(RUN_ID))) ?? "");
  await analyseAll(run, store);
  const script = await bothJobs(folder);
  const worker = join(folder, "worker", "worker.mjs");
  await bundleWorker(worker);

  /** Runs both jobs on the lines in that layout. SCRATCH and OUT are those of the attempts of that name before. */
  async function attempt(
    name: string,
    cluster: string,
    layout: Layout,
    options: Partial<Pick<JobRun, "jobs" | "settings">> = {},
  ) {
    const at = (...path: string[]): string => join(folder, name, ...path);
    const raw = at(`raw-${cluster}`);
    await mkdir(raw, { recursive: true });
    for (const [file, lines] of layout) {
      await mkdir(dirname(join(raw, file)), { recursive: true });
      await writeFile(join(raw, file), lines.map((line) => `${line}\n`).join(""));
    }
    const variables = {
      ...{ RUN_ID, CLUSTER: cluster, INPUT: input, RAW: raw, SCRATCH: at("scratch"), OUT: at("out") },
    };
    const jobs = options.jobs ?? at("jobs");
    if (options.jobs === undefined) await cp(worker, join(jobs, "worker.mjs"));
    const ended = await runJob({ script, variables, jobs, settings: options.settings ?? [] });
    return { ...ended, files: await resultFiles(variables.OUT) };
  }

  /** What list-results makes of what an attempt of that name left in OUT. */
  async function listed(name: string, cluster: string) {
    const copy = join(folder, name, `store-${cluster}`);
    await cp(join(folder, "store", "raw"), join(copy, "raw"), { recursive: true });
    await cp(join(folder, "store", "input"), join(copy, "input"), { recursive: true });
    const ofSpark = folderStore(copy);
    await planCluster({ run }, { store: ofSpark, codeVersion: "1.0.0", clusterRate: { postsPerSecond: 1 } });
    const out = join(folder, name, "out");
    for (const file of await resultFiles(out)) await cp(join(out, file), join(copy, file));
    await listResults({ run, cluster: { ClusterId: cluster } }, { store: ofSpark });
    return await readResults(ofSpark);
  }

  return { lines, expected: await readResults(store), attempt, listed, worker };
}
