import type { Json } from "../../functions/ports.ts";
import { COMPLIANCE_FUNCTIONS, type ComplianceResources } from "../../state-machines/compliance/resources.ts";
import { type ComplianceTask, complianceStateMachine } from "../../state-machines/compliance.ts";
import { functionArns, SHARED_FOLDER } from "../../state-machines/functions.ts";
import { type Call, type Executed, executeMachine, type Replies } from "./execute-machine.ts";
import { functionArn } from "./resources.ts";

/** What a stack in AWS fills in, with an account that does not exist. */
export const complianceResources: ComplianceResources = {
  functions: {
    prepareDatabase: functionArn(SHARED_FOLDER)("prepareDatabase"),
    ...functionArns(COMPLIANCE_FUNCTIONS, functionArn("compliance")),
  },
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
};

export const complianceMachine = complianceStateMachine(complianceResources);

export const CHECK_EXECUTION = "arn:aws:states:eu-west-2:123456789012:execution:compliance:daily-2026-11-16";

export const check = { checkId: "20261116T180000Z", scheduledTime: "2026-11-16T18:00:00.000Z" };
export const list = { cursor: null, done: true, ids: 3_000, jobs: 1 };
export const submitted = {
  ...{ chunk: 0, attempt: 1, id: "1425", submitted: true, done: false },
  resumeAt: "2026-11-16T18:01:00.000Z",
};
export const answered = { ...submitted, chunk: 1, id: null, submitted: false, done: true };
export const removal = { resumeAt: null, removed: 12, runs: 3 };
export const finished = { cursor: null, done: true };
export const report = { checkId: check.checkId, status: "succeeded", asked: 3_000, removed: 12, runs: 3 };

const undisturbed: Replies<ComplianceTask> = {
  PrepareDatabase: [{ runId: check.checkId, scheduledTime: check.scheduledTime, batchNr: 20261116 }],
  ListPosts: [list],
  SubmitJob: [submitted],
  CheckJob: [answered],
  PrepareRemoval: [removal],
  RemovePosts: [finished],
  RebuildRuns: [finished],
  PurgeVersions: [{ done: true }],
  VacuumDatabase: [{ tables: 3 }],
  CloseCheck: [report],
  RecordFailure: [{}],
  Notify: [{ MessageId: "m-1" }],
};

/** An execution whose Tasks answer as told, with no pause anywhere. */
export const executeCheck = (
  replies: Partial<Replies<ComplianceTask>> = {},
  input: Json = {},
): Promise<Executed> =>
  executeMachine(complianceMachine, CHECK_EXECUTION, { ...undisturbed, ...replies }, input);

/** The payloads of the calls of `task`, in order. */
export const payloadsOf = (calls: readonly Call[], task: ComplianceTask): Json[] =>
  calls
    .filter((call) => call.task === task)
    .map(({ parameters }) =>
      typeof parameters === "object" && parameters !== null && "Payload" in parameters
        ? (parameters.Payload ?? null)
        : null,
    );
