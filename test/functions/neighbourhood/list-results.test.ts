import { expect, test } from "vitest";
import {
  analysisManifestKey,
  analysisPrefix,
  clusterInputKey,
  quarantinePrefix,
  talliesPrefix,
} from "../../../functions/neighbourhood/keys.ts";
import { listResults } from "../../../functions/neighbourhood/list-results.ts";
import { planCluster } from "../../../functions/neighbourhood/plan-cluster.ts";
import type { ObjectStore } from "../../../functions/ports.ts";
import { extracted, RUN_ID, readAnalysis } from "../../support/neighbourhood/analysed.ts";
import { records } from "../../support/neighbourhood/records.ts";
import { checksums } from "../../support/neighbourhood/store.ts";

const ports = (store: ObjectStore) => ({ store, codeVersion: "1.0.0", clusterRate: { postsPerSecond: 1 } });
const COUNTS = { read: 6, accepted: 5, duplicates: 1, unplaced: 2, rejected: 0 };

const write = (store: ObjectStore, key: string, value: unknown): Promise<void> =>
  store.write(key, Buffer.from(typeof value === "string" ? value : `${JSON.stringify(value)}\n`));

/** A run whose cluster `j-2` has copied its results, beside what an earlier one left. */
async function copied() {
  const { store, run } = await extracted([records(1, 6)]);
  const plan = await planCluster({ run }, ports(store));
  const posts = (cluster: string) => ({ name: `part-0-${cluster}.parquet`, rows: 5 });
  for (const cluster of ["j-1", "j-2"]) {
    await write(store, `${analysisPrefix(RUN_ID)}posts/${posts(cluster).name}`, `posts of ${cluster}`);
    await write(store, `${analysisPrefix(RUN_ID)}topics/part-0-${cluster}.parquet`, `topics of ${cluster}`);
    const tally = { cluster, ...COUNTS, outside: 0, reasons: [], posts: [posts(cluster)], quarantine: [] };
    await write(store, `${talliesPrefix(RUN_ID, "sentiment")}part-${cluster}.json`, tally);
    const topics = [{ name: `part-0-${cluster}.parquet`, rows: 3 }];
    await write(store, `${talliesPrefix(RUN_ID, "topics")}part-${cluster}.json`, { cluster, topics });
  }
  await write(store, `${quarantinePrefix(RUN_ID)}part-0-j-1.json`, "{}");
  return { store, run, plan, event: { run, cluster: { ClusterId: "j-2" } } };
}

test("the manifest lists what this cluster wrote, and what another one left goes", async () => {
  const { store, event } = await copied();
  expect(await listResults(event, { store })).toEqual({ counts: COUNTS });
  const manifest = await readAnalysis(store);
  expect(manifest).toMatchObject({ engine: "emr", codeVersion: "1.0.0", counts: COUNTS, quarantine: [] });
  expect(manifest.posts.map(({ key, rows, bytes }) => [key, rows, bytes])).toEqual([
    [`${analysisPrefix(RUN_ID)}posts/part-0-j-2.parquet`, 5, 12],
  ]);
  expect(await store.list(analysisPrefix(RUN_ID))).toEqual([
    analysisManifestKey(RUN_ID),
    ...[...manifest.posts, ...manifest.topics].map(({ key }) => key),
  ]);
  expect(await store.list(quarantinePrefix(RUN_ID))).toEqual([]);
});

test("called again it answers the same and changes nothing", async () => {
  const { store, event } = await copied();
  const first = await listResults(event, { store });
  const objects = await checksums(store);
  expect(await listResults(event, { store })).toEqual(first);
  expect(await checksums(store)).toEqual(objects);
});

test.each([
  ["the tally", () => `${talliesPrefix(RUN_ID, "topics")}part-j-2.json`, "no tally of the cluster j-2"],
  ["a file", () => `${analysisPrefix(RUN_ID)}posts/part-0-j-2.parquet`, "counted 5 rows"],
  ["the plan", () => clusterInputKey(RUN_ID), "which PlanCluster writes"],
])("without %s there is no manifest", async (_, keyOf, message) => {
  const { store, event } = await copied();
  await store.remove([keyOf()]);
  await expect(listResults(event, { store })).rejects.toThrow(message);
  expect(await store.read(analysisManifestKey(RUN_ID))).toBeUndefined();
});

test("a cluster is planned by the number of records, unless the analysis is there", async () => {
  const { store, run, plan, event } = await copied();
  expect(plan).toEqual({ done: false, core: 2, task: 1 });
  await listResults(event, { store });
  expect(await planCluster({ run }, ports(store))).toMatchObject({ done: true });
  expect(await store.read(analysisManifestKey(RUN_ID))).toBeDefined();
});

test("an analysis by other code gives way before a new one is begun", async () => {
  const { store, run, event } = await copied();
  await listResults(event, { store });
  expect(await planCluster({ run }, { ...ports(store), codeVersion: "2.0.0" })).toMatchObject({
    done: false,
  });
  expect(await store.read(analysisManifestKey(RUN_ID))).toBeUndefined();
});
