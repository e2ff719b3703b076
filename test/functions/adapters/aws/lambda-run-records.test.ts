import { afterEach, beforeEach, expect, test } from "vitest";
import { lambdaRunRecords } from "../../../../functions/adapters/aws/lambda-run-records.ts";
import { InvalidInput, PipelineError } from "../../../../functions/errors.ts";
import type { Json } from "../../../../functions/ports.ts";
import { type FakeLambda, startFakeLambda } from "../../../support/fake-lambda.ts";

const EXECUTION = "arn:aws:states:eu-west-2:123456789012:execution:neighbourhood:weekly";

let lambda: FakeLambda;
beforeEach(async () => {
  lambda = await startFakeLambda();
});
afterEach(() => lambda.close());

const records = () => lambdaRunRecords("citypulse-dev-run-records", { ...lambda.settings, maxAttempts: 1 });
const failsWith = (answer: Json): void => {
  lambda.answer = () => ({ status: 200, headers: { "x-amz-function-error": "Unhandled" }, body: answer });
};

test("the state of the runs is what the function answers, with the time as a Date", async () => {
  lambda.answer = () => ({
    body: { running: [EXECUTION], lastSuccess: { neighbourhood: "2026-11-16T06:20:00.000Z" } },
  });
  expect(await records().state()).toEqual({
    running: [EXECUTION],
    lastSuccess: { neighbourhood: new Date("2026-11-16T06:20:00.000Z") },
  });
  expect(lambda.requests).toEqual([
    { path: "/2015-03-31/functions/citypulse-dev-run-records/invocations", event: { ask: "state" } },
  ]);
});

test("before the first run there is no success", async () => {
  lambda.answer = () => ({ body: { running: [], lastSuccess: {} } });
  expect(await records().state()).toEqual({ running: [], lastSuccess: {} });
});

test("the end of an execution is passed on as it is", async () => {
  lambda.answer = () => ({ body: null });
  await records().recordEnd(EXECUTION, { status: "FAILED", error: "States.Runtime", cause: null });
  expect(lambda.requests.map(({ event }) => event)).toEqual([
    {
      ask: "recordEnd",
      execution: EXECUTION,
      end: { status: "FAILED", error: "States.Runtime", cause: null },
    },
  ]);
});

test("what the function throws is told with its name, and where its log is", async () => {
  failsWith({
    errorType: "DatabaseUnavailable",
    errorMessage: "citypulse at db:5432 does not answer",
    trace: [],
  });
  const error: unknown = await records()
    .state()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PipelineError);
  expect(error).toMatchObject({
    message: "citypulse-dev-run-records failed: DatabaseUnavailable: citypulse at db:5432 does not answer",
    hint: expect.stringContaining("/aws/lambda/citypulse-dev-run-records"),
  });
});

test.each([
  [{ errorMessage: "Task timed out after 60.00 seconds" }, ": Task timed out after 60.00 seconds"],
  [null, ""],
])("a function that ended by itself is told with what Lambda knows: %j", async (answer, reason) => {
  failsWith(answer);
  await expect(records().recordEnd(EXECUTION, { status: "ABORTED" })).rejects.toThrow(
    new RegExp(`^citypulse-dev-run-records failed${reason}$`),
  );
});

test("a refusal says what to allow, and keeps the secret key", async () => {
  lambda.answer = () => ({
    status: 403,
    headers: { "x-amzn-errortype": "AccessDeniedException" },
    body: { Message: "Not authorized to perform lambda:InvokeFunction" },
  });
  const error: unknown = await records()
    .state()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidInput);
  expect(error).toMatchObject({
    message: expect.stringContaining("lambda:InvokeFunction"),
    hint: expect.stringContaining("Allow"),
  });
  expect(JSON.stringify(error)).not.toContain(lambda.settings.credentials.secretAccessKey);
});

test("an answer of another shape is an error", async () => {
  lambda.answer = () => ({ body: { running: "none" } });
  await expect(records().state()).rejects.toThrow("running");
});
