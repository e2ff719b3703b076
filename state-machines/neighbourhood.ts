import { lambdaTask, type State, type StateMachine, type TaskName } from "./asl.ts";
import { failureStates } from "./failure.ts";
import { emrStates } from "./neighbourhood/emr.ts";
import { NEIGHBOURHOOD_INPUT } from "./neighbourhood/input.ts";
import type { NeighbourhoodResources } from "./neighbourhood/resources.ts";
import { prepareStates } from "./prepare.ts";

/** The states a handler must be bound to, wherever the machine runs. */
export type NeighbourhoodTask = TaskName<ReturnType<typeof neighbourhoodStateMachine>>;

/**
 * The neighbourhood pipeline. Its input, every field optional, is
 *
 *     {runId, scheduledTime, engine: "auto" | "lambda" | "emr", stations: [...], from, to}
 *
 * and its state grows as data flows. Each part is written by one state, and posts never pass through:
 *
 *     PrepareDatabase  run      {runId, scheduledTime, batchNr, engine, stations, from, to}
 *     ExtractPosts     extract  {cursor, done, resumeAt, records, pages}; numbers are those of the whole run
 *     Analyse          analysis {cursor, done, counts}
 *     PlanCluster      plan     {done}
 *     CreateCluster    cluster  {ClusterId}
 *     ListResults      analysis {counts}
 *     LoadResults      load     {cursor, done, accepted}
 *     Publish          publish  {latest}
 *     any failure      error    {Error, Cause}
 *
 * Work that can outgrow one invocation comes in slices: the handler finds its last cursor in the state, and
 * the machine calls it again until it is done. The output is CloseRun's answer, `{runId, status, posts:
 * {read, accepted, duplicates, unplaced, rejected}}`, or `{status: "already-running"}`.
 */
export function neighbourhoodStateMachine(resources: NeighbourhoodResources) {
  const { functions } = resources;
  return {
    Comment: "CityPulse neighbourhood: what people say around each station, in which mood",
    StartAt: "PrepareDatabase",
    TimeoutSeconds: resources.executionTimeoutSeconds ?? 24 * 3600,
    States: {
      ...prepareStates({
        pipeline: "neighbourhood",
        input: NEIGHBOURHOOD_INPUT,
        prepareDatabase: functions.prepareDatabase,
        state: { "run.$": "$.Payload" },
        next: "ExtractPosts",
      }),

      ExtractPosts: {
        ...lambdaTask(functions.extractPosts, "RecordFailure"),
        ResultSelector: {
          "cursor.$": "$.Payload.cursor",
          "done.$": "$.Payload.done",
          "resumeAt.$": "$.Payload.resumeAt",
          "records.$": "$.Payload.records",
          "pages.$": "$.Payload.pages",
        },
        ResultPath: "$.extract",
        Next: "ExtractMore",
      },

      ExtractMore: {
        Type: "Choice",
        Choices: [
          { Variable: "$.extract.resumeAt", IsTimestamp: true, Next: "WaitForRateLimit" },
          { Variable: "$.extract.done", BooleanEquals: false, Next: "ExtractPosts" },
          { Variable: "$.extract.records", NumericEquals: 0, Next: "CloseRun" },
        ],
        Default: "ChooseEngine",
      },

      WaitForRateLimit: { Type: "Wait", TimestampPath: "$.extract.resumeAt", Next: "ExtractPosts" },

      ChooseEngine: {
        Type: "Choice",
        Choices: [
          { Variable: "$.run.engine", StringEquals: "emr", Next: "PlanCluster" },
          {
            And: [
              { Variable: "$.run.engine", StringEquals: "auto" },
              { Variable: "$.extract.records", NumericGreaterThanEquals: resources.emrFrom },
            ],
            Next: "PlanCluster",
          },
        ],
        Default: "Analyse",
      },

      Analyse: {
        ...lambdaTask(functions.analyse, "RecordFailure"),
        ResultSelector: {
          "cursor.$": "$.Payload.cursor",
          "done.$": "$.Payload.done",
          "counts.$": "$.Payload.counts",
        },
        ResultPath: "$.analysis",
        Next: "AnalyseMore",
      },

      AnalyseMore: {
        Type: "Choice",
        Choices: [{ Variable: "$.analysis.done", BooleanEquals: false, Next: "Analyse" }],
        Default: "LoadResults",
      },

      ...emrStates(resources),

      LoadResults: {
        ...lambdaTask(functions.loadResults, "RecordFailure"),
        ResultSelector: {
          "cursor.$": "$.Payload.cursor",
          "done.$": "$.Payload.done",
          "accepted.$": "$.Payload.accepted",
        },
        ResultPath: "$.load",
        Next: "LoadMore",
      },

      LoadMore: {
        Type: "Choice",
        Choices: [
          { Variable: "$.load.done", BooleanEquals: false, Next: "LoadResults" },
          { Variable: "$.load.accepted", NumericEquals: 0, Next: "CloseRun" },
        ],
        Default: "Publish",
      },

      Publish: {
        ...lambdaTask(functions.publish, "RecordFailure"),
        ResultSelector: { "latest.$": "$.Payload.latest" },
        ResultPath: "$.publish",
        Next: "CloseRun",
      },

      CloseRun: {
        Comment: "Closes the run as succeeded, or as empty where nothing was read or accepted",
        // The execution's name goes along: it holds the lease that is given back.
        ...lambdaTask(functions.closeRun, "RecordFailure", {
          "state.$": "$",
          "execution.$": "$$.Execution.Id",
        }),
        OutputPath: "$.Payload",
        End: true,
      },

      ...failureStates(functions.recordFailure, resources.failureTopic),
    } satisfies Record<string, State>,
  } satisfies StateMachine;
}
