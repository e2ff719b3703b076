import { beforeEach, describe, expect, test } from "vitest";
import { PipelineError } from "../../../functions/errors.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { type CleanUpPlace, cleanUpPlace, ended, tagsOf } from "../../support/neighbourhood/cleaning-up.ts";
import { executionOf, pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
const E1 = executionOf("first");
const E2 = executionOf("second");
const throttled = new Error("Rate exceeded");
let database: TestDatabase;
let place: CleanUpPlace;

const readRuns = () => database.database.query("select status, error_name from citypulse.runs");

describe("of a clean-up, what fails", () => {
  beforeEach(async () => {
    database = await newDatabase();
    place = cleanUpPlace(database.database);
    await pipelineOf(await newStore(), database).prepare({ runId: "first" });
    place.clusters.set("j-1", tagsOf(E1)).set("j-2", tagsOf(E2)).set("j-3", tagsOf(E1));
    place.executions.set(E1, { status: "ABORTED" }).set(E2, { status: "FAILED" });
  });

  test("to be terminated keeps no other cluster, and is ended by the next attempt", async () => {
    place.refusals.set("j-1", new Error("It is protected"));
    const sweep = place.cleanUp({});
    await expect(sweep).rejects.toThrow(PipelineError);
    await expect(sweep).rejects.toThrow(`cannot terminate cluster j-1 of ${E1}: It is protected`);
    expect(place.terminated).toEqual(["j-3", "j-2"]);
    expect(await readRuns()).toMatchObject([{ status: "failed", error_name: "Aborted" }]);
    place.refusals.clear();
    await place.cleanUp({});
    expect(place.terminated).toEqual(["j-3", "j-2", "j-1"]);
  });

  test("to be described keeps no other cluster", async () => {
    place.clusters.set("j-1", throttled);
    await expect(place.cleanUp({})).rejects.toThrow("cannot read the tags of cluster j-1: Rate exceeded");
    expect(place.terminated).toEqual(["j-2", "j-3"]);
  });

  test("to be found out about an execution leaves its clusters and its run for the next time", async () => {
    place.executions.set(E1, throttled);
    await expect(place.cleanUp({})).rejects.toThrow(`cannot look after ${E1}: Rate exceeded`);
    expect(place.terminated).toEqual(["j-2"]);
    expect(await readRuns()).toMatchObject([{ status: "running" }]);
    await expect(place.cleanUp(ended(E1, "ABORTED"))).rejects.toThrow("Rate exceeded");
    expect(place.terminated).toEqual(["j-2"]);
  });

  test("to be listed does not keep the end from being recorded", async () => {
    place.listError = throttled;
    await expect(place.cleanUp(ended(E1, "ABORTED"))).rejects.toThrow("cannot list the open clusters");
    expect(await readRuns()).toMatchObject([{ status: "failed" }]);
  });

  test("to be recorded does not keep the clusters, and all that failed is named in one error", async () => {
    await database.database.query("alter table citypulse.runs rename to elsewhere");
    place.refusals.set("j-2", throttled);
    const sweep = place.cleanUp({});
    await expect(sweep).rejects.toThrow("cannot read which runs count as running");
    await expect(sweep).rejects.toThrow(`cannot terminate cluster j-2 of ${E2}`);
    expect(place.terminated).toEqual(["j-1", "j-3"]);
  });
});
