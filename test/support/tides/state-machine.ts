import { lambdaTask, type State, type StateMachine, type TaskName } from "../../../state-machines/asl.ts";
import { failureStates } from "../../../state-machines/failure.ts";
import type { FunctionArns, SHARED_FUNCTIONS } from "../../../state-machines/functions.ts";
import { prepareStates } from "../../../state-machines/prepare.ts";

/** A pipeline for tests, of three states: the heights of a day's tides, by a formula. */
export const TIDES_FUNCTIONS = ["measureTides", "closeRun"] as const;

export const TIDES_INPUT = {
  id: "runId",
  fields: { bridge: { kind: "choice", values: ["tower", "london"], default: "tower" } },
} as const;

export interface TidesResources {
  readonly functions: FunctionArns<(typeof TIDES_FUNCTIONS)[number] | (typeof SHARED_FUNCTIONS)[number]>;
  readonly failureTopic: string;
}

export type TidesTask = TaskName<ReturnType<typeof tidesStateMachine>>;

export const tidesStateMachine = ({ functions, failureTopic }: TidesResources) =>
  ({
    Comment: "A pipeline for tests: the heights of a day's tides",
    StartAt: "PrepareDatabase",
    TimeoutSeconds: 3600,
    States: {
      ...prepareStates({
        pipeline: "tides",
        input: TIDES_INPUT,
        prepareDatabase: functions.prepareDatabase,
        state: { "run.$": "$.Payload" },
        next: "MeasureTides",
      }),
      MeasureTides: {
        ...lambdaTask(functions.measureTides, "RecordFailure"),
        ResultSelector: { "heights.$": "$.Payload.heights" },
        ResultPath: "$.tides",
        Next: "CloseRun",
      },
      CloseRun: {
        ...lambdaTask(functions.closeRun, "RecordFailure", {
          "state.$": "$",
          "execution.$": "$$.Execution.Id",
        }),
        OutputPath: "$.Payload",
        End: true,
      },
      ...failureStates(functions.recordFailure, failureTopic, "The tides pipeline"),
    } satisfies Record<string, State>,
  }) satisfies StateMachine;
