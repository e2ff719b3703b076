import { lambdaTask, type State, type StateMachine, type TaskName } from "./asl.ts";
import { askStates } from "./compliance/ask.ts";
import { COMPLIANCE_INPUT } from "./compliance/input.ts";
import { removeStates } from "./compliance/remove.ts";
import type { ComplianceResources } from "./compliance/resources.ts";
import { failureStates } from "./failure.ts";
import { prepareStates } from "./prepare.ts";

/** The states a handler must be bound to, wherever the machine runs. */
export type ComplianceTask = TaskName<ReturnType<typeof complianceStateMachine>>;

/**
 * The compliance check, once a day: asks X which stored posts were deleted, protected or withheld, and removes them
 * wherever they are. Its input is `{checkId}`, which is optional, and its state grows like this:
 *
 *     PrepareDatabase check    {checkId, scheduledTime}
 *     ListPosts       list     {cursor, done, ids, jobs}
 *     SubmitJob,
 *     CheckJob        job      {chunk, attempt, id, submitted, done, resumeAt}
 *     PrepareRemoval  removal  {resumeAt, removed, runs}
 *     RemovePosts     remove   {cursor, done}
 *     RebuildRuns     rebuild  {cursor, done}
 *     PurgeVersions   purge    {done}
 *     any failure     error    {Error, Cause}
 *
 * A check holds its own lease. From PrepareRemoval on it also holds the neighbourhood's lease, and not while X works on
 * a job. The pipeline's own handlers rebuild here the runs from which posts were removed. Executions of the pipeline
 * could not: they would need the lease for themselves, request the same source and window, and stop if too large a share
 * of the remaining records was rejected. The output is CloseCheck's answer.
 */
export function complianceStateMachine(resources: ComplianceResources) {
  const { functions } = resources;
  return {
    Comment: "CityPulse compliance: posts that X no longer shows leave every place where they are stored",
    StartAt: "PrepareDatabase",
    TimeoutSeconds: resources.executionTimeoutSeconds ?? 22 * 3600,
    States: {
      ...prepareStates({
        pipeline: "compliance",
        input: COMPLIANCE_INPUT,
        prepareDatabase: functions.prepareDatabase,
        state: {
          check: { "checkId.$": "$.Payload.runId", "scheduledTime.$": "$.Payload.scheduledTime" },
        },
        next: "ListPosts",
      }),

      ListPosts: {
        ...lambdaTask(functions.listPosts, "RecordFailure"),
        ResultSelector: {
          "cursor.$": "$.Payload.cursor",
          "done.$": "$.Payload.done",
          "ids.$": "$.Payload.ids",
          "jobs.$": "$.Payload.jobs",
        },
        ResultPath: "$.list",
        Next: "ListMore",
      },

      ListMore: {
        Type: "Choice",
        Choices: [
          { Variable: "$.list.done", BooleanEquals: false, Next: "ListPosts" },
          { Variable: "$.list.jobs", NumericEquals: 0, Next: "PrepareRemoval" },
        ],
        Default: "SubmitJob",
      },

      ...askStates(functions),

      ...removeStates(functions),

      CloseCheck: {
        ...lambdaTask(functions.closeCheck, "RecordFailure", {
          "state.$": "$",
          "execution.$": "$$.Execution.Id",
        }),
        OutputPath: "$.Payload",
        End: true,
      },

      ...failureStates(functions.recordCheckFailure, resources.failureTopic, "The compliance check"),
    } satisfies Record<string, State>,
  } satisfies StateMachine;
}
