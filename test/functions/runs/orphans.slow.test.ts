import { expect, test } from "vitest";
import { machine } from "../../state-machines/execute.ts";
import { testDatabases } from "../../support/database.ts";
import { simulate } from "../../support/orphans/simulate.ts";

const newDatabase = testDatabases();

const onEmr = Object.entries(machine.States)
  .filter(([, state]) => "Resource" in state && state.Resource.includes(":elasticmapreduce:"))
  .map(([name]) => name);

test("of 1,000 disturbed executions none leaves a cluster, and each has one recorded end", async () => {
  const result = await simulate({ place: await newDatabase(), executions: 1000, seed: 1 });
  expect(result.violations).toEqual([]);
  // Every net has caught something, so none of them was there for nothing.
  const some = expect.toSatisfy((count: unknown) => Number(count) > 0);
  expect(result.endedBy).toEqual({
    run: some,
    catch: some,
    rule: some,
    sweep: some,
    idle: some,
    start: some,
  });
  expect(result.statuses).toEqual({ SUCCEEDED: some, FAILED: some, TIMED_OUT: some, ABORTED: some });
  expect([...result.abortedIn]).toEqual(expect.arrayContaining(onEmr));
  expect(result.redrives).toEqual(some);
}, 120_000);

test("without the sweep clusters are left, and runs that count as running", async () => {
  const { violations } = await simulate({
    ...{ place: await newDatabase(), executions: 1000, seed: 1 },
    isSwept: false,
  });
  expect(violations).toContainEqual(expect.stringMatching(/^j-\d+ of \S+ still runs$/));
  expect(violations).toContainEqual(expect.stringMatching(/ABORTED, and its run counts as running$/));
}, 120_000);
