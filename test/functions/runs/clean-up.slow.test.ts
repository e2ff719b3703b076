import { beforeEach, describe, expect, test } from "vitest";
import type { Json } from "../../../functions/ports.ts";
import { readLease } from "../../../functions/runs/lease.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { type CleanUpPlace, cleanUpPlace, ended, tagsOf } from "../../support/neighbourhood/cleaning-up.ts";
import { executionOf, NOW, pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
let database: TestDatabase;
let pipeline: ReturnType<typeof pipelineOf>;
let place: CleanUpPlace;

beforeEach(async () => {
  database = await newDatabase();
  pipeline = pipelineOf(await newStore(), database);
  place = cleanUpPlace(database.database);
});

const E1 = executionOf("first");
const E2 = executionOf("second");
const SWEEP: Json = { version: "0", "detail-type": "Scheduled Event", source: "aws.events", detail: {} };

const readRuns = () =>
  database.database.query("select run_id, status, error_name, error_message from citypulse.runs");

describe("an execution that ended", () => {
  test.each(["ABORTED", "TIMED_OUT", "FAILED"] as const)(
    "as %s loses its clusters, and nobody else",
    async (status) => {
      place.executions.set(E1, { status }).set(E2, { status: "RUNNING" });
      place.clusters.set("j-1", tagsOf(E1)).set("j-2", tagsOf(E2)).set("j-3", tagsOf(E1));
      place.clusters.set("j-4", { "citypulse:execution": E1 });
      place.clusters.set("j-5", { ...tagsOf(E1), "citypulse:pipeline": "markets" });
      expect(await place.cleanUp(ended(E1, status))).toEqual({
        executions: [E1],
        clusters: ["j-1", "j-3"],
        health: null,
      });
      expect(place.terminated).toEqual(["j-1", "j-3"]);
    },
  );

  test.each([
    ["ABORTED", {}, "Aborted", "The execution was stopped."],
    ["ABORTED", { error: "Stopped", cause: "by hand" }, "Stopped", "by hand"],
    ["TIMED_OUT", {}, "States.Timeout", "The execution took longer than its TimeoutSeconds."],
    ["FAILED", { error: "AnalysisFailed", cause: '{"errorMessage":"No."}' }, "AnalysisFailed", "No."],
    ["FAILED", {}, "States.Runtime", "The execution failed; its history says why."],
  ])(
    "as %s with %j has its run marked as failed by %s, and gives the lease back",
    async (status, detail, name, message) => {
      await pipeline.prepare({ runId: "first" });
      await place.cleanUp(ended(E1, status, detail));
      expect(await readRuns()).toEqual([
        { run_id: "first", status: "failed", error_name: name, error_message: message },
      ]);
      expect(await readLease(database.database, "neighbourhood")).toBeNull();
    },
  );

  test("is cleaned up a second time without any change, and keeps its first error", async () => {
    await pipeline.prepare({ runId: "first" });
    place.clusters.set("j-1", tagsOf(E1));
    await place.cleanUp(ended(E1, "FAILED", { error: "AnalysisFailed", cause: "it broke" }));
    const runs = await readRuns();
    await place.cleanUp(ended(E1, "ABORTED"));
    expect(await readRuns()).toEqual(runs);
    expect(place.terminated).toEqual(["j-1"]);
  });

  test("and runs again, since it was redriven, is left alone by the late event", async () => {
    await pipeline.prepare({ runId: "first" });
    place.clusters.set("j-1", tagsOf(E1));
    place.executions.set(E1, { status: "RUNNING", since: new Date(NOW.getTime() + 90_000) });
    expect(await place.cleanUp(ended(E1, "ABORTED"))).toMatchObject({ executions: [], clusters: [] });
    expect(place.terminated).toEqual([]);
    expect(await readRuns()).toMatchObject([{ status: "running" }]);
  });

  test("is cleaned up where Step Functions still says that it runs, since its answer is the older one", async () => {
    place.clusters.set("j-1", tagsOf(E1));
    place.executions.set(E1, { status: "RUNNING", since: NOW });
    await place.cleanUp(ended(E1, "ABORTED"));
    expect(place.terminated).toEqual(["j-1"]);
  });

  test("before there was a schema has nothing to be recorded", async () => {
    place.clusters.set("j-1", tagsOf(E1));
    await place.cleanUp(ended(E1, "ABORTED"));
    expect(place.terminated).toEqual(["j-1"]);
  });
});

describe.each([
  ["a scheduled event", SWEEP],
  ["an empty event", {}],
])("a sweep by %s", (_name, event) => {
  test("ends the clusters of ended and of unknown executions, and of no other", async () => {
    place.executions.set(E1, { status: "SUCCEEDED" }).set(E2, { status: "RUNNING" });
    place.clusters.set("j-1", tagsOf(E1)).set("j-2", tagsOf(E2)).set("j-3", tagsOf("unknown"));
    place.clusters.set("j-4", {}).set("j-5", { "citypulse:pipeline": "neighbourhood" });
    place.clusters.set("j-6", { ...tagsOf("unknown"), "citypulse:pipeline": "markets" });
    expect(await place.cleanUp(event)).toMatchObject({
      executions: [E1, "unknown"],
      clusters: ["j-1", "j-3"],
    });
    expect(place.terminated).toEqual(["j-1", "j-3"]);
  });

  test("tells how old the oldest cluster of the pipeline is, and when a run last succeeded", async () => {
    expect((await place.cleanUp(event)).health).toEqual({ oldestClusterHours: 0, hoursSinceSuccess: {} });
    const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
    place.executions.set(E1, { status: "RUNNING" });
    place.clusters.set("j-1", tagsOf(E1)).set("j-2", tagsOf(E1)).set("j-3", {});
    place.since.set("j-1", hoursAgo(2)).set("j-2", hoursAgo(7)).set("j-3", hoursAgo(99));
    await pipeline.prepare({ runId: "first" });
    // None has succeeded: since the first one began, which is now.
    expect((await place.cleanUp(event)).health).toEqual({
      oldestClusterHours: 7,
      hoursSinceSuccess: { neighbourhood: 0 },
    });
    await database.database.query("update citypulse.runs set status = 'succeeded', ended_at = $1", [
      hoursAgo(30),
    ]);
    expect((await place.cleanUp(event)).health).toEqual({
      oldestClusterHours: 7,
      hoursSinceSuccess: { neighbourhood: 30 },
    });
  });

  test("leaves the clusters of another stack, which has a clean-up of its own", async () => {
    place.clusters.set("j-1", { ...tagsOf("unknown"), stack: "dev" });
    place.clusters.set("j-2", { ...tagsOf("unknown"), stack: "prod" }).set("j-3", tagsOf("unknown"));
    expect(await place.cleanUp(event, "dev")).toMatchObject({ clusters: ["j-1"] });
  });

  test("records the end of a run whose event was lost, though it has no cluster", async () => {
    await pipeline.prepare({ runId: "first" });
    place.executions.set(E1, { status: "TIMED_OUT" });
    await place.cleanUp(event);
    expect(await readRuns()).toMatchObject([{ status: "failed", error_name: "States.Timeout" }]);
    expect(await readLease(database.database, "neighbourhood")).toBeNull();
  });

  test("records the end of a run whose execution Step Functions has forgotten", async () => {
    await pipeline.prepare({ runId: "first" });
    await place.cleanUp(event);
    expect(await readRuns()).toMatchObject([{ status: "failed", error_name: "ExecutionDoesNotExist" }]);
  });

  test("leaves a run whose execution runs", async () => {
    await pipeline.prepare({ runId: "first" });
    place.executions.set(E1, { status: "RUNNING" });
    await place.cleanUp(event);
    expect(await readRuns()).toMatchObject([{ status: "running" }]);
    expect(await readLease(database.database, "neighbourhood")).toMatchObject({ execution: E1 });
  });
});

test.each<[string, Json]>([
  ["of an execution that runs", ended(E1, "RUNNING")],
  ["of another service", { "detail-type": "EMR Cluster State Change", detail: {} }],
  ["without an execution", { "detail-type": "Step Functions Execution Status Change", detail: {} }],
])("an event %s is refused, and nothing is touched", async (_name, event) => {
  place.clusters.set("j-1", tagsOf(E1));
  await expect(place.cleanUp(event)).rejects.toThrow();
  expect(place.terminated).toEqual([]);
});
