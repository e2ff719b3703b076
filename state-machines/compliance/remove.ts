import { lambdaTask, type State } from "../asl.ts";
import type { FunctionArns } from "../functions.ts";
import type { ComplianceFunction } from "./resources.ts";

const SLICE = { "cursor.$": "$.Payload.cursor", "done.$": "$.Payload.done" };

/** Removes posts from wherever they are stored, under the pipeline's lease. */
export const removeStates = (functions: FunctionArns<ComplianceFunction>) =>
  ({
    PrepareRemoval: {
      Comment: "Writes down what goes, and takes the pipeline's lease",
      ...lambdaTask(functions.prepareRemoval, "RecordFailure", {
        "state.$": "$",
        "execution.$": "$$.Execution.Id",
      }),
      ResultSelector: {
        "resumeAt.$": "$.Payload.resumeAt",
        "removed.$": "$.Payload.removed",
        "runs.$": "$.Payload.runs",
      },
      ResultPath: "$.removal",
      Next: "RemovalPrepared",
    },

    RemovalPrepared: {
      Type: "Choice",
      Choices: [
        { Variable: "$.removal.resumeAt", IsTimestamp: true, Next: "WaitForRun" },
        { Variable: "$.removal.runs", NumericEquals: 0, Next: "PurgeVersions" },
      ],
      Default: "RemovePosts",
    },

    WaitForRun: { Type: "Wait", TimestampPath: "$.removal.resumeAt", Next: "PrepareRemoval" },

    RemovePosts: {
      ...lambdaTask(functions.removePosts, "RecordFailure"),
      ResultSelector: SLICE,
      ResultPath: "$.remove",
      Next: "RemoveMore",
    },

    RemoveMore: {
      Type: "Choice",
      Choices: [{ Variable: "$.remove.done", BooleanEquals: false, Next: "RemovePosts" }],
      Default: "RebuildRuns",
    },

    RebuildRuns: {
      ...lambdaTask(functions.rebuildRuns, "RecordFailure"),
      ResultSelector: SLICE,
      ResultPath: "$.rebuild",
      Next: "RebuildMore",
    },

    RebuildMore: {
      Type: "Choice",
      Choices: [{ Variable: "$.rebuild.done", BooleanEquals: false, Next: "RebuildRuns" }],
      Default: "PurgeVersions",
    },

    PurgeVersions: {
      ...lambdaTask(functions.purgeVersions, "RecordFailure"),
      ResultSelector: { "done.$": "$.Payload.done" },
      ResultPath: "$.purge",
      Next: "PurgeMore",
    },

    PurgeMore: {
      Type: "Choice",
      Choices: [
        { Variable: "$.purge.done", BooleanEquals: false, Next: "PurgeVersions" },
        { Variable: "$.removal.runs", NumericEquals: 0, Next: "CloseCheck" },
      ],
      Default: "VacuumDatabase",
    },

    VacuumDatabase: {
      ...lambdaTask(functions.vacuumDatabase, "RecordFailure"),
      ResultPath: null,
      Next: "CloseCheck",
    },
  }) satisfies Record<string, State>;
