import { expect, test } from "vitest";
import { type CleanUpPorts, cleanUp } from "../../../functions/runs/clean-up.ts";
import { testDatabases } from "../../support/database.ts";
import { type Simulation, simulate } from "../../support/orphans/simulate.ts";

const newDatabase = testDatabases();

/** What a smaller simulation than that of orphans.slow.test.ts finds. */
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

test("disturbed executions leave no cluster, and each has one recorded end", async () => {
  expect(await violationsOf({})).toEqual([]);
});

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
