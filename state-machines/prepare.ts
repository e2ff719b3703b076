import { catchAll, lambdaTask, type PayloadTemplate, type State } from "./asl.ts";

/** What an execution can be started with, as data: functions/runs/input.ts reads an input by it. */
export type InputContract = { readonly id: string; readonly fields: PayloadTemplate };

/** What a pipeline says to begin its executions. */
export interface Beginning {
  /** The pipeline's name. */
  readonly pipeline: string;
  readonly input: InputContract;
  /** The ARN of the function that all pipelines share. */
  readonly prepareDatabase: string;
  /** What the state begins with, by paths into the run `$.Payload`: `{"run.$": "$.Payload"}`. */
  readonly state: PayloadTemplate;
  readonly next: string;
}

/**
 * How every pipeline begins: the schema is brought up to date, the pipeline's lease is taken, the input becomes a run.
 * An execution beside an active run ends as "already running".
 */
export const prepareStates = ({ pipeline, input, prepareDatabase, state, next }: Beginning) =>
  ({
    PrepareDatabase: {
      Comment: "Migrates the schema, takes the lease and completes the input",
      ...lambdaTask(prepareDatabase, "RecordFailure", {
        pipeline,
        contract: input,
        "input.$": "$$.Execution.Input",
        "execution.$": "$$.Execution.Id",
        "startTime.$": "$$.Execution.StartTime",
      }),
      // No ResultPath: the state that follows is ours, whatever the input held.
      ResultSelector: state,
      Catch: [
        { ErrorEquals: ["RunInProgress"], Next: "AlreadyRunning", ResultPath: "$.error" },
        ...catchAll("RecordFailure"),
      ],
      Next: next,
    },

    AlreadyRunning: {
      Comment: "Another run holds the lease: no failure and no alarm",
      Type: "Pass",
      Result: { status: "already-running" },
      End: true,
    },
  }) satisfies Record<string, State>;
