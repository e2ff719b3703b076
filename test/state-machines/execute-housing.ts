import type { Json } from "../../functions/ports.ts";
import { functionArns, SHARED_FOLDER, SHARED_FUNCTIONS } from "../../state-machines/functions.ts";
import { HOUSING_FUNCTIONS } from "../../state-machines/housing/resources.ts";
import { type HousingTask, housingStateMachine } from "../../state-machines/housing.ts";
import { executeMachine, type Replies } from "./execute-machine.ts";
import { functionArn } from "./resources.ts";

/** The machine as in a stack, with an account that does not exist. */
export const housingMachine = housingStateMachine({
  functions: {
    ...functionArns(HOUSING_FUNCTIONS, functionArn("housing")),
    ...functionArns(SHARED_FUNCTIONS, functionArn(SHARED_FOLDER)),
  },
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
});
export const EXECUTION = "arn:aws:states:eu-west-2:123456789012:execution:housing:monthly-2026-11-01";
export const run = {
  runId: "20261101T070000Z",
  scheduledTime: "2026-11-01T07:00:00.000Z",
  batchNr: 20261101,
};
export const fetched = { cursor: null, done: true, files: 2, bytes: 20_000_000 };
export const closed = { runId: run.runId, status: "succeeded", sales: { read: 10 } };

export const undisturbed: Replies<HousingTask> = {
  PrepareDatabase: [run],
  FetchFiles: [fetched],
  PlaceSales: [{ sales: 7_000, rejected: 3 }],
  LoadSales: [{ sales: 7_000 }],
  Publish: [{ latest: true }],
  CloseRun: [closed],
  RecordFailure: [{}],
  Notify: [{ MessageId: "m-1" }],
};

/** An execution whose Tasks answer as told, with no pause anywhere. */
export const execute = (replies: Partial<Replies<HousingTask>> = {}, input: Json = {}) =>
  executeMachine(housingMachine, EXECUTION, { ...undisturbed, ...replies }, input);
