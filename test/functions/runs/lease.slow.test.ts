import { describe, expect, test, vi } from "vitest";
import { migrate } from "../../../functions/adapters/database/migrate.ts";
import { RunInProgress } from "../../../functions/errors.ts";
import type { Clock } from "../../../functions/ports.ts";
import { readLease, refuseWhileOthersRun, releaseLeases, takeLease } from "../../../functions/runs/lease.ts";
import { prepareDatabase } from "../../../functions/runs/prepare-database.ts";
import { recordFailure } from "../../../functions/runs/record-failure.ts";
import { freshPipeline } from "../../support/neighbourhood/fresh-pipeline.ts";
import { executionOf, NEIGHBOURHOOD, NOW } from "../../support/neighbourhood/pipeline.ts";
import { records } from "../../support/neighbourhood/records.ts";
import { readTables } from "../../support/neighbourhood/rows.ts";
import { checksums } from "../../support/neighbourhood/store.ts";

const fresh = freshPipeline();

const hoursLater = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);
const at = (now: Date): Clock => ({ now: () => now, remaining: () => Number.POSITIVE_INFINITY });

describe("a second run while one is active", () => {
  test("is refused with the name of the active one, and changes no row and no object", async () => {
    await fresh.pipeline.upToAnalysis("first", [records(1, 6)]);
    const before = { tables: await readTables(fresh.place.database), objects: await checksums(fresh.store) };
    const second = fresh.pipeline.prepare({ runId: "second" });
    await expect(second).rejects.toThrow(RunInProgress);
    await expect(second).rejects.toThrow("Run first is active");
    expect({ tables: await readTables(fresh.place.database), objects: await checksums(fresh.store) }).toEqual(
      before,
    );
  });

  test("is refused before the schema is touched", async () => {
    await fresh.pipeline.prepare({ runId: "first" });
    const migrations = vi.fn();
    const second = prepareDatabase(
      { ...NEIGHBOURHOOD, input: { runId: "second" }, execution: "e2", startTime: NOW.toISOString() },
      {
        database: fresh.place.database,
        clock: at(NOW),
        codeVersion: "2",
        migrate: migrations,
      },
    );
    await expect(second).rejects.toThrow(RunInProgress);
    expect(migrations).not.toHaveBeenCalled();
  });

  test("is refused by the lease alone, where both came at the same moment", async () => {
    await migrate(fresh.place.connection);
    const takers = ["a", "b", "c", "d"].map((runId) =>
      takeLease(fresh.place.database, { pipeline: "neighbourhood", runId, execution: `e-${runId}` }, NOW),
    );
    const results = await Promise.allSettled(takers);
    expect(results.map(({ status }) => status).toSorted()).toEqual([
      "fulfilled",
      "rejected",
      "rejected",
      "rejected",
    ]);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(RunInProgress);
  });

  test("starts where the active one has not given a sign of life for longer than an execution may take", async () => {
    const start = (runId: string, hours: number) =>
      prepareDatabase(
        { ...NEIGHBOURHOOD, input: { runId }, execution: `e-${runId}`, startTime: NOW.toISOString() },
        {
          database: fresh.place.database,
          clock: at(hoursLater(hours)),
          codeVersion: "1",
          migrate: () => migrate(fresh.place.connection),
        },
      );
    await start("first", 0);
    await expect(start("second", 24.5)).rejects.toThrow(RunInProgress);
    await start("second", 25);
    expect(await readLease(fresh.place.database, "neighbourhood")).toMatchObject({
      runId: "second",
      execution: "e-second",
    });
  });
});

describe("the lease is taken again", () => {
  test("by the same execution, whose task was retried", async () => {
    const first = await fresh.pipeline.prepare({ runId: "first" });
    const before = await readTables(fresh.place.database);
    expect(await fresh.pipeline.prepare({ runId: "first" })).toEqual(first);
    expect(await readTables(fresh.place.database)).toEqual(before);
  });

  test("by the same execution under another id, which is not two runs", async () => {
    await migrate(fresh.place.connection);
    for (const runId of ["first", "renamed"]) {
      await refuseWhileOthersRun(
        fresh.place.database,
        { pipeline: "neighbourhood", runId, execution: "e" },
        NOW,
      );
      await takeLease(fresh.place.database, { pipeline: "neighbourhood", runId, execution: "e" }, NOW);
    }
    expect(await readLease(fresh.place.database, "neighbourhood")).toMatchObject({
      runId: "renamed",
      execution: "e",
    });
  });

  test("by another execution of the same run, and then the former one cannot give it back", async () => {
    const run = await fresh.pipeline.prepare({ runId: "first" }, "killed");
    await fresh.pipeline.prepare({ runId: "first" }, "again");
    const before = await readTables(fresh.place.database);
    await fresh.pipeline.close(run, "killed");
    const error = { Error: "AnalysisFailed", Cause: "late" };
    await recordFailure(
      { state: { error }, execution: "killed" },
      { database: fresh.place.database, clock: at(NOW) },
    );
    await releaseLeases(fresh.place.database, "killed");
    expect(await readTables(fresh.place.database)).toEqual(before);
  });

  test("by a run that was named by another clock, which keeps its scheduled time", async () => {
    const first = await fresh.pipeline.prepare({ runId: "mine", scheduledTime: "2026-11-09T06:00:00Z" });
    const again = await prepareDatabase(
      { ...NEIGHBOURHOOD, input: { runId: "mine" }, execution: "e2", startTime: "2027-01-01T00:00:00.000Z" },
      {
        database: fresh.place.database,
        clock: at(hoursLater(2000)),
        codeVersion: "2",
        migrate: () => migrate(fresh.place.connection),
      },
    );
    expect(again).toEqual(first);
    expect(again).toMatchObject({ scheduledTime: "2026-11-09T06:00:00.000Z", batchNr: 20261109 });
  });
});

describe("the lease is given back", () => {
  test("when the run is closed, so that the next one starts", async () => {
    await fresh.pipeline.close(await fresh.pipeline.prepare({ runId: "first" }));
    expect(await readLease(fresh.place.database, "neighbourhood")).toBeNull();
    await fresh.pipeline.prepare({ runId: "second" });
    expect(await readLease(fresh.place.database, "neighbourhood")).toMatchObject({
      runId: "second",
      execution: executionOf("second"),
    });
  });

  test("when the run fails, so that the next one starts", async () => {
    await fresh.pipeline.prepare({ runId: "first" });
    const error = { Error: "AnalysisFailed", Cause: "no" };
    await recordFailure(
      { state: { error }, execution: executionOf("first") },
      { database: fresh.place.database, clock: at(NOW) },
    );
    expect(await readLease(fresh.place.database, "neighbourhood")).toBeNull();
    await fresh.pipeline.prepare({ runId: "second" });
  });

  test("never by another run's execution", async () => {
    const first = await fresh.pipeline.prepare({ runId: "first" });
    const before = await readTables(fresh.place.database);
    await fresh.pipeline.close({ ...first, runId: "unknown" }, executionOf("unknown"));
    expect(await readTables(fresh.place.database)).toEqual(before);
  });
});
