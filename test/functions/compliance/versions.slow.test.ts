import { afterAll, beforeAll, expect, test } from "vitest";
import { s3Store } from "../../../functions/adapters/store/s3-store.ts";
import { s3Versions } from "../../../functions/adapters/store/s3-versions.ts";
import { purgeVersions } from "../../../functions/compliance/purge-versions.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { releaseLeases } from "../../../functions/runs/lease.ts";
import { CHECK_EXECUTION, checkOf } from "../../support/compliance/checking.ts";
import { startVersionedS3, type VersionedS3 } from "../../support/compliance/fake-versions.ts";
import { wordsIn } from "../../support/compliance/search-files.ts";
import { testDatabases } from "../../support/database.ts";
import { clientOf } from "../../support/fake-s3.ts";
import { clock, pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { inPages, record, records, STATIONS } from "../../support/neighbourhood/records.ts";

const newDatabase = testDatabases();
let s3: VersionedS3;
beforeAll(async () => {
  s3 = await startVersionedS3("data", 100);
});
afterAll(() => s3.close());

const WORDS = ["quixotryalpha", "zymurgybeta"];

/** The versions that hold one of the words, as `key version`. */
async function holding(): Promise<string[]> {
  const found: string[] = [];
  for (const { key, id, body } of s3.versions)
    if (body !== null && (await wordsIn(key, Buffer.from(body), WORDS)).length > 0)
      found.push(`${key} ${id}`);
  return found;
}

test("no version of any object in the bucket holds a post that was removed", async () => {
  const client = clientOf(s3.endpoint);
  const store = s3Store(client, "data");
  const database = await newDatabase();
  await store.write(STATIONS_KEY, Buffer.from(STATIONS));
  const pipeline = pipelineOf(store, database, { maxRejectedShare: 0.5 });
  const gone = [
    record(100, { text: "quixotryalpha at the market", station: "Bank" }),
    '{"id":"101","text":"zymurgybeta breaks o',
  ];
  const pages = inPages([...records(1, 9), ...gone], 4);
  await pipeline.go("20261116T060000Z", pages);
  // Other code makes the analysis anew, over the objects of the first.
  await pipelineOf(store, database, { codeVersion: "1.0.1", maxRejectedShare: 0.5 }).go(
    "20261116T060000Z",
    pages,
  );
  expect((await holding()).length).toBeGreaterThan(6);

  await checkOf(store, database.database).go(["100", "101"]);
  await releaseLeases(database.database, CHECK_EXECUTION);
  expect((await holding()).length).toBeGreaterThan(6);
  expect(await purgeVersions({}, { versions: s3Versions(client, "data"), clock })).toEqual({ done: true });

  expect(await holding()).toEqual([]);
  expect(await store.list("raw/")).toHaveLength(4);
  expect(await pipeline.score(await pipeline.prepare({ runId: "20261116T060000Z" }))).toMatchObject({
    counts: { read: 9, accepted: 9 },
  });
});
