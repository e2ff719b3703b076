import { lambdaTask, type State, type StateMachine, type TaskName } from "./asl.ts";
import { failureStates } from "./failure.ts";
import { HOUSING_INPUT } from "./housing/input.ts";
import type { HousingResources } from "./housing/resources.ts";
import { prepareStates } from "./prepare.ts";

/** The states a handler must be bound to, wherever the machine runs. */
export type HousingTask = TaskName<ReturnType<typeof housingStateMachine>>;

/**
 * The housing pipeline: what homes cost around each station. Its input is `{runId, scheduledTime}`, both optional, and
 * its state grows as data flows. Each part is written by one state, and sales never pass through:
 *
 *     PrepareDatabase  run      {runId, scheduledTime, batchNr}
 *     FetchFiles       fetch    {cursor, done, files, bytes}; numbers are those of the whole run
 *     PlaceSales       placed   {sales, rejected}
 *     LoadSales        load     {sales}
 *     Publish          publish  {latest}
 *     any failure      error    {Error, Cause}
 *
 * FetchFiles comes in slices, as downloads can outgrow one invocation: it finds its last cursor in the state. If there is
 * nothing new, the run ends as empty. The output is CloseRun's answer, `{runId, status, sales: {…}}`, or
 * `{status: "already-running"}`.
 */
export function housingStateMachine({ functions, failureTopic, executionTimeoutSeconds }: HousingResources) {
  return {
    Comment: "CityPulse housing: what homes cost around each station",
    StartAt: "PrepareDatabase",
    TimeoutSeconds: executionTimeoutSeconds ?? 12 * 3600,
    States: {
      ...prepareStates({
        pipeline: "housing",
        input: HOUSING_INPUT,
        prepareDatabase: functions.prepareDatabase,
        state: { "run.$": "$.Payload" },
        next: "FetchFiles",
      }),

      FetchFiles: {
        ...lambdaTask(functions.fetchFiles, "RecordFailure"),
        ResultSelector: {
          "cursor.$": "$.Payload.cursor",
          "done.$": "$.Payload.done",
          "files.$": "$.Payload.files",
          "bytes.$": "$.Payload.bytes",
        },
        ResultPath: "$.fetch",
        Next: "FetchMore",
      },

      FetchMore: {
        Type: "Choice",
        Choices: [
          { Variable: "$.fetch.done", BooleanEquals: false, Next: "FetchFiles" },
          { Variable: "$.fetch.files", NumericEquals: 0, Next: "CloseRun" },
        ],
        Default: "PlaceSales",
      },

      PlaceSales: {
        ...lambdaTask(functions.placeSales, "RecordFailure"),
        ResultSelector: { "sales.$": "$.Payload.sales", "rejected.$": "$.Payload.rejected" },
        ResultPath: "$.placed",
        Next: "LoadSales",
      },

      LoadSales: {
        ...lambdaTask(functions.loadSales, "RecordFailure"),
        ResultSelector: { "sales.$": "$.Payload.sales" },
        ResultPath: "$.load",
        Next: "Publish",
      },

      Publish: {
        ...lambdaTask(functions.publish, "RecordFailure"),
        ResultSelector: { "latest.$": "$.Payload.latest" },
        ResultPath: "$.publish",
        Next: "CloseRun",
      },

      CloseRun: {
        Comment: "Closes the run as succeeded, or as empty if there was nothing new",
        // The execution's name goes along: it holds the lease that is released.
        ...lambdaTask(functions.closeRun, "RecordFailure", {
          "state.$": "$",
          "execution.$": "$$.Execution.Id",
        }),
        OutputPath: "$.Payload",
        End: true,
      },

      ...failureStates(functions.recordFailure, failureTopic, "The housing pipeline"),
    } satisfies Record<string, State>,
  } satisfies StateMachine;
}
