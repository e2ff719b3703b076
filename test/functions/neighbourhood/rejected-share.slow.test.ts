import { expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { records } from "../../support/neighbourhood/records.ts";
import { readResults } from "../../support/neighbourhood/rows.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();

const broken = (count: number): string[] => Array.from({ length: count }, (_, index) => `{broken ${index}`);

test("a run loads up to and with its limit of rejected records, and not above it", async () => {
  const place = await newDatabase();
  const store = await newStore();
  const outcomes: [rejected: number, of: number, limit: number, loads: boolean][] = [
    [19, 100, 0.2, true],
    [20, 100, 0.2, true],
    [21, 100, 0.2, false],
    // In binary 0.29 x 100 is less than 29, and 0.07 x 100 more than 7.
    [29, 100, 0.29, true],
    [7, 100, 0.07, true],
    [8, 100, 0.07, false],
    [1, 3, 1 / 3, true],
    [0, 3, 0, true],
    [1, 100, 0, false],
    [99, 100, 1, true],
  ];
  for (const [index, [rejected, of, limit, loads]] of outcomes.entries()) {
    const pipeline = pipelineOf(store, place, { maxRejectedShare: limit });
    const run = await pipeline.upToAnalysis(`run-${index}`, [broken(rejected), records(1, of - rejected)]);
    const loaded = await pipeline.load(run).then(
      () => true,
      (error: unknown) => {
        expect(error).toBeInstanceOf(InvalidInput);
        return false;
      },
    );
    expect(loaded, `${rejected} of ${of} with a limit of ${limit}`).toBe(loads);
    await pipeline.close(run);
  }
});

test("a run above its limit loads nothing, and says how much, why and where, and where the rest stands", async () => {
  const place = await newDatabase();
  const pipeline = pipelineOf(await newStore(), place);
  const run = await pipeline.upToAnalysis("first", [
    [...records(1, 3), '{"text":"no id"}'],
    ["{broken", "{broken too"],
  ]);
  const before = await readResults(place.database);
  await expect(pipeline.load(run)).rejects.toMatchObject({
    name: "InvalidInput",
    message:
      "3 of 6 records were rejected (50 %; the limit is 20 %), so nothing of run first was loaded. " +
      "The commonest reason: not JSON (2 times, first in posts.jsonl, line 5).",
    hint: expect.stringContaining("quarantine/run=first/"),
  });
  expect(await readResults(place.database)).toEqual(before);
});

test("a run of which nothing is accepted within the limit loads nothing and is no failure", async () => {
  const place = await newDatabase();
  const pipeline = pipelineOf(await newStore(), place, { maxRejectedShare: 1 });
  const run = await pipeline.upToAnalysis("first", [broken(3)]);
  const before = await readResults(place.database);
  expect(await pipeline.load(run)).toEqual({ cursor: null, done: true, accepted: 0 });
  expect(await readResults(place.database)).toEqual(before);
});

test("posts that the run did not ask for count beside the rejected ones, so that a narrow window is no failure", async () => {
  const place = await newDatabase();
  const pipeline = pipelineOf(await newStore(), place);
  const pages = [[...records(1, 19), ...broken(1)]];
  const run = await pipeline.upToAnalysis("first", pages, { from: "2040-01-01T00:00:00Z" });
  expect(await pipeline.load(run)).toEqual({ cursor: null, done: true, accepted: 0 });
});
