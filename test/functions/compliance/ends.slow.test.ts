import { expect, test } from "vitest";
import { closeCheck } from "../../../functions/compliance/close-check.ts";
import { checkReportKey } from "../../../functions/compliance/keys.ts";
import { recordCheckFailure } from "../../../functions/compliance/record-check-failure.ts";
import { readUnfinished } from "../../../functions/posts/removed-posts.ts";
import { readInput } from "../../../functions/runs/input.ts";
import { readLease } from "../../../functions/runs/lease.ts";
import { COMPLIANCE_INPUT } from "../../../state-machines/compliance/input.ts";
import { CHECK_EXECUTION, CHECK_ID, checkOf } from "../../support/compliance/checking.ts";
import { testDatabases } from "../../support/database.ts";
import { clock, pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { inPages, records } from "../../support/neighbourhood/records.ts";
import { newStore, readObject } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
const check = { checkId: CHECK_ID, scheduledTime: "2026-11-16T18:00:00.000Z" };

/** A check that has decided what goes, and what an earlier one left behind. */
async function prepared() {
  const [store, made] = await Promise.all([newStore(), newDatabase()]);
  await pipelineOf(store, made).go("20261116T060000Z", inPages(records(1, 9), 3));
  await store.write("compliance/check=20261115T180000Z/ids-00000.txt", Buffer.from("1\n"));
  await store.write("compliance/check=20261117T180000Z/ids-00000.txt", Buffer.from("1\n"));
  await checkOf(store, made.database).prepare(["4"]);
  return { store, database: made.database, clock };
}

test("a check that is closed leaves its report and the list of what went, and gives the lease back", async () => {
  const ports = await prepared();
  const state = { check, list: { ids: 9 }, removal: { runs: 1 } };

  const report = await closeCheck({ state, execution: CHECK_EXECUTION }, ports);

  expect(report).toEqual({ checkId: CHECK_ID, status: "succeeded", asked: 9, removed: 1, runs: 1 });
  expect(await readObject(ports.store, checkReportKey(CHECK_ID))).toEqual(report);
  expect(await ports.store.list("compliance/")).toEqual([
    "compliance/check=20261117T180000Z/ids-00000.txt",
    `compliance/checks/${CHECK_ID}.json`,
    "compliance/removals.jsonl",
  ]);
  expect(await readLease(ports.database, "neighbourhood")).toBeNull();
});

test("a failure leaves the reason, gives the lease back, and leaves the rest to the next check", async () => {
  const ports = await prepared();
  const cause = JSON.stringify({ errorMessage: "it broke" });
  const state = { check, error: { Error: "AnalysisFailed", Cause: cause } };

  await recordCheckFailure({ state, execution: CHECK_EXECUTION }, ports);

  expect(await readObject(ports.store, checkReportKey(CHECK_ID))).toEqual({
    checkId: CHECK_ID,
    status: "failed",
    error: { name: "AnalysisFailed", message: "it broke" },
  });
  expect(await readLease(ports.database, "neighbourhood")).toBeNull();
  expect(await readUnfinished(ports.store)).toEqual(["20261116T060000Z"]);
});

test("a failure before there is a check is one all the same", async () => {
  const [store, { database }] = await Promise.all([newStore(), newDatabase()]);
  const state = { error: { Error: "InvalidInput", Cause: "no input" } };
  expect(await recordCheckFailure({ state, execution: "e" }, { store, database, clock })).toEqual({
    name: "InvalidInput",
    message: "no input",
  });
  expect(await store.list("compliance/")).toEqual([]);
});

test("a check is named after its start, or as it is told", () => {
  const named = { runId: CHECK_ID, scheduledTime: check.scheduledTime };
  expect(readInput(COMPLIANCE_INPUT, {}, "2026-11-16T18:00:07.123Z")).toMatchObject({
    runId: "20261116T180007Z",
    scheduledTime: "2026-11-16T18:00:07.000Z",
  });
  expect(readInput(COMPLIANCE_INPUT, { checkId: CHECK_ID }, "2026-11-18T18:00:07.123Z")).toMatchObject(named);
  expect(() => readInput(COMPLIANCE_INPUT, { list: { cursor: "a" } }, "2026-11-16T18:00:07.123Z")).toThrow(
    /"list"/,
  );
});
