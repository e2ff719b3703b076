import { expect, test } from "vitest";
import { runOutcome } from "../../../local/aws/executed-run.ts";
import { NOTHING_YET } from "../../../local/aws/execution-view.ts";
import { endError, tellEnd, watchReport } from "../../../local/aws/watch-report.ts";
import { neighbourhoodExecutions } from "../../../local/neighbourhood/executions.ts";
import { BEGIN } from "./history-of.ts";

const EXECUTION = {
  ...{ arn: "arn:aws:states:eu-west-2:1:execution:m:x", name: "x", input: "{}", startedAt: new Date(BEGIN) },
};
const COST = { dollars: 0.5, parts: [], notCounted: ["the discount of Spot on the list price"] };
const reportOf = (more: object) =>
  watchReport(
    neighbourhoodExecutions,
    EXECUTION,
    { view: { ...NOTHING_YET, ...more }, cost: COST },
    BEGIN + 9_000,
  );

test.each([
  ["RUNNING", null, { status: "running", posts: null, error: null }],
  ["SUCCEEDED", { status: "empty" }, { status: "empty", posts: null, error: null }],
  ["SUCCEEDED", "of another version", { status: "succeeded", posts: null, error: null }],
  ["TIMED_OUT", null, { error: { name: "States.Timeout", message: expect.stringContaining("took longer") } }],
  ["ABORTED", null, { error: { name: "Aborted", message: "The execution was stopped." } }],
  ["FAILED", null, { error: { name: "Failed", message: "No cause was given." } }],
])("%s with the output %o is %o", (status, output, expected) => {
  expect(runOutcome({ status, output, failure: null })).toMatchObject(expected);
});

test("a failed step of a cluster is told in words, with its log", () => {
  const cause = JSON.stringify({
    Step: { Name: "Topics", Status: { State: "FAILED", FailureDetails: { LogFile: "s3://logs/stderr.gz" } } },
  });
  const failure = { error: "States.TaskFailed", cause };
  const error = endError(reportOf({ status: "FAILED", failure }), "citypulse start");
  expect(error.message).toContain("Step Topics ended as FAILED.\nIts log: s3://logs/stderr.gz");
  expect(error.hint).toContain("citypulse start");
});

test("a failure that the same input would bring about again is not to be started again", () => {
  const failure = { error: "InvalidInput", cause: "The window is empty." };
  expect(endError(reportOf({ status: "FAILED", failure }), "citypulse start").hint).not.toContain("start");
});

test("a run that nothing is known of has the id that its input and its start say", () => {
  expect(reportOf({})).toMatchObject({ runId: "20261116T060000Z", status: "running", elapsedMs: 9_000 });
  const foreign = { ...EXECUTION, input: "of no run" };
  expect(
    watchReport(neighbourhoodExecutions, foreign, { view: NOTHING_YET, cost: COST }, BEGIN).runId,
  ).toBeNull();
});

test("the cost stands with what it leaves out", () => {
  const text = tellEnd(
    reportOf({ status: "SUCCEEDED", output: { status: "empty" }, endedAt: BEGIN + 5_000 }),
    [],
  );
  expect(text).toContain("is empty: it found nothing that it could use (5.0 s).");
  expect(text).toMatch(
    /Cost {7}about \$0\.50 by list prices of us-east-1, .*\n {11}without the discount of Spot/,
  );
});
