import { lambdaTask, type State } from "../asl.ts";
import type { FunctionArns } from "../functions.ts";
import type { ComplianceFunction } from "./resources.ts";

const JOB = {
  "chunk.$": "$.Payload.chunk",
  "attempt.$": "$.Payload.attempt",
  "id.$": "$.Payload.id",
  "submitted.$": "$.Payload.submitted",
  "done.$": "$.Payload.done",
  "resumeAt.$": "$.Payload.resumeAt",
};

/** Asks X about one list of ids after the other, since it has one job at a time. */
export const askStates = (functions: FunctionArns<ComplianceFunction>) =>
  ({
    SubmitJob: {
      Comment: "Uploads one list of ids; X has one job at a time",
      ...lambdaTask(functions.submitJob, "RecordFailure"),
      ResultSelector: JOB,
      ResultPath: "$.job",
      Next: "WaitForJob",
    },

    WaitForJob: { Type: "Wait", TimestampPath: "$.job.resumeAt", Next: "JobSubmitted" },

    JobSubmitted: {
      Type: "Choice",
      Choices: [{ Variable: "$.job.submitted", BooleanEquals: false, Next: "SubmitJob" }],
      Default: "CheckJob",
    },

    CheckJob: {
      ...lambdaTask(functions.checkJob, "RecordFailure"),
      ResultSelector: JOB,
      ResultPath: "$.job",
      Next: "JobAnswered",
    },

    JobAnswered: {
      Type: "Choice",
      Choices: [
        { Variable: "$.job.done", BooleanEquals: true, Next: "PrepareRemoval" },
        { Variable: "$.job.submitted", BooleanEquals: true, Next: "WaitForJob" },
      ],
      Default: "SubmitJob",
    },
  }) satisfies Record<string, State>;
