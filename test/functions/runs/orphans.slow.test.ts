import { expect, test } from "vitest";
import { type CleanUpPorts, cleanUp } from "../../../functions/runs/clean-up.ts";
import { machine } from "../../state-machines/execute.ts";
import { testDatabases } from "../../support/database.ts";
import { depth } from "../../support/depth.ts";
import { type Simulation, simulate } from "../../support/orphans/simulate.ts";

const EXECUTIONS = depth({ usual: 300, deep: 1000 });
const newDatabase = testDatabases();

const onEmr = Object.entries(machine.States)
  .filter(([, state]) => "Resource" in state && state.Resource.includes(":elasticmapreduce:"))
  .map(([name]) => name);

/** What a smaller simulation finds. */
const violationsOf = async (changes: Partial<Simulation>): Promise<readonly string[]> =>
  (await simulate({ place: await newDatabase(), executions: 120, seed: 1, ...changes })).violations;

/** A clean-up that reads other tags than those which a cluster has. */
const reading = (
  retag: (tags: ReadonlyMap<string, string>, execution: string | undefined) => [string, string][],
): typeof cleanUp => {
  return (event, ports) => {
    const execution = /"executionArn":"([^"]*)"/.exec(JSON.stringify(event))?.[1];
    const tagsOf: CleanUpPorts["clusters"]["tagsOf"] = async (id) =>
      new Map(retag(await ports.clusters.tagsOf(id), execution));
    return cleanUp(event, { ...ports, clusters: { ...ports.clusters, tagsOf } });
  };
};

test(`of ${EXECUTIONS} disturbed executions none leaves a cluster, and each has one recorded end`, async () => {
  const result = await simulate({ place: await newDatabase(), executions: EXECUTIONS, seed: 1 });
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
    ...{ place: await newDatabase(), executions: EXECUTIONS, seed: 1 },
    isSwept: false,
  });
  expect(violations).toContainEqual(expect.stringMatching(/^j-\d+ of \S+ still runs$/));
  expect(violations).toContainEqual(expect.stringMatching(/ABORTED, and its run counts as running$/));
}, 120_000);

test("a clean-up that ignores the tag of the execution ends clusters of others that run", async () => {
  const violations = await violationsOf({
    cleanUp: reading((tags, execution) => [
      ...tags,
      ...(execution === undefined ? [] : [["citypulse:execution", execution] satisfies [string, string]]),
    ]),
  });
  expect(violations).toContainEqual(expect.stringMatching(/^j-\d+ was ended by the rule while \S+ ran$/));
});

test("a clean-up that ignores the tag of the pipeline ends clusters of other pipelines", async () => {
  const violations = await violationsOf({
    cleanUp: reading((tags) => [...tags, ["citypulse:pipeline", "neighbourhood"]]),
  });
  expect(violations).toContainEqual(
    expect.stringMatching(/is not the pipeline's, and was ended by the sweep$/),
  );
});

test("a clean-up that does not ask whether an execution runs ends clusters that are at work", async () => {
  const violations = await violationsOf({
    cleanUp: (event, ports) => cleanUp(event, { ...ports, executions: { find: async () => undefined } }),
  });
  expect(violations).toContainEqual(expect.stringMatching(/^j-\d+ was ended by the sweep while \S+ ran$/));
});
