import { afterEach, beforeEach, expect, test } from "vitest";
import { stepFunctionsExecutions } from "../../../../functions/adapters/aws/executions.ts";
import { InvalidInput, PipelineError } from "../../../../functions/errors.ts";
import type { Json } from "../../../../functions/ports.ts";
import { type FakeAwsJson, refusal, startFakeAwsJson } from "../../../support/fake-aws-json.ts";

const ARN = "arn:aws:states:eu-west-2:123456789012:execution:neighbourhood:weekly";
/** 2026-11-16T06:00:00.250Z, in seconds. */
const STARTED = 1794808800.25;

let stepFunctions: FakeAwsJson;
beforeEach(async () => {
  stepFunctions = await startFakeAwsJson();
});
afterEach(() => stepFunctions.close());

const answer = (fields: { [name: string]: Json }): void => {
  stepFunctions.operations.DescribeExecution = () => ({
    body: { executionArn: ARN, startDate: STARTED, ...fields },
  });
};
const find = () => stepFunctionsExecutions(stepFunctions.settings).find(ARN);

test("an execution that runs is one since its start", async () => {
  answer({ status: "RUNNING" });
  expect(await find()).toEqual({ status: "RUNNING", since: new Date("2026-11-16T06:00:00.250Z") });
  expect(stepFunctions.requests).toEqual([
    { target: "AWSStepFunctions.DescribeExecution", input: { executionArn: ARN } },
  ]);
});

test("an execution that was redriven runs since then", async () => {
  answer({ status: "RUNNING", redriveCount: 1, redriveDate: STARTED + 60 });
  expect(await find()).toEqual({ status: "RUNNING", since: new Date("2026-11-16T06:01:00.250Z") });
});

test("an execution that waits for its redrive counts as running", async () => {
  answer({ status: "PENDING_REDRIVE" });
  expect(await find()).toMatchObject({ status: "RUNNING" });
});

test.each(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"])(
  "an execution that ended is %s",
  async (status) => {
    answer({ status });
    expect(await find()).toMatchObject({ status });
  },
);

test("an execution that failed says why", async () => {
  answer({ status: "FAILED", error: "AnalysisFailed", cause: "it broke" });
  expect(await find()).toMatchObject({ status: "FAILED", error: "AnalysisFailed", cause: "it broke" });
});

test("an execution that Step Functions does not know is undefined", async () => {
  stepFunctions.operations.DescribeExecution = () => refusal("ExecutionDoesNotExist");
  expect(await find()).toBeUndefined();
});

test("a request that is throttled is made again", async () => {
  const answers = [refusal("ThrottlingException"), { body: { startDate: STARTED, status: "RUNNING" } }];
  stepFunctions.operations.DescribeExecution = () => answers.shift() ?? { body: null };
  expect(await find()).toMatchObject({ status: "RUNNING" });
  expect(stepFunctions.requests).toHaveLength(2);
});

test("what is throttled to the last attempt is a PipelineError, not an execution that is unknown", async () => {
  stepFunctions.operations.DescribeExecution = () => refusal("ThrottlingException", "Rate exceeded");
  const finding = stepFunctionsExecutions({ ...stepFunctions.settings, maxAttempts: 1 }).find(ARN);
  await expect(finding).rejects.toThrow(PipelineError);
  await expect(finding).rejects.toThrow(`Cannot find out how execution ${ARN} is doing: ThrottlingException`);
});

test("what is not permitted is InvalidInput", async () => {
  stepFunctions.operations.DescribeExecution = () => refusal("AccessDeniedException", "Not authorized");
  await expect(find()).rejects.toThrow(InvalidInput);
});
