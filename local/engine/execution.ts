import {
  ExecutionAbortedError,
  ExecutionTimeoutError,
  StateMachine,
  type StateMachineDefinition,
} from "aws-local-stepfunctions";
import type { Json } from "../../functions/ports.ts";
import { DataLimitExceeded, passThroughJson } from "./data-limit.ts";
import type { TaskHandler } from "./tasks.ts";

/** How an execution ended, with the status names of DescribeExecution. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly output: Json }
  | { readonly status: "FAILED"; readonly error: string; readonly cause: string }
  | { readonly status: "TIMED_OUT" }
  | { readonly status: "ABORTED" };

/** What happened to a state. `data` is its input when it is entered, its output when it is left. */
export interface StateEvent {
  readonly kind: "entered" | "left" | "failed" | "retried";
  readonly state: string;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly data: Json;
  readonly error?: string;
}

export interface ExecutionRequest {
  readonly definition: object;
  readonly tasks: Readonly<Record<string, TaskHandler>>;
  /** `$$.Execution.Id`. */
  readonly arn: string;
  readonly name: string;
  readonly input: Json;
  onEvent?(event: StateEvent): void;
  /** Shortens every Wait state and every pause before a retry to this; if omitted, they have their real length. */
  readonly pauseMilliseconds?: number;
}

export interface Execution {
  readonly outcome: Promise<Outcome>;
  abort(): void;
  /** Resolves when no handler is running: after an abort the running handler continues until it returns. */
  idle(): Promise<void>;
}

/**
 * Runs a definition as Step Functions does: the same JSON, every Task bound to a handler, inputs and outputs through JSON
 * and within the size limit at every state. Throws if a Task has no handler, because the interpreter would call AWS.
 */
export function startExecution(request: ExecutionRequest): Execution {
  const text = JSON.stringify(request.definition);
  const machine: StateMachineDefinition = JSON.parse(text);
  const states = Object.entries(machine.States);
  const unbound = states.filter(([name, state]) => state.Type === "Task" && !(name in request.tasks));
  if (unbound.length > 0)
    throw new Error(`No handler is bound to ${unbound.map(([name]) => name).join(", ")}.`);
  const atWork = new Set<Promise<Json>>();
  const pauses = pausesOf(states, request.pauseMilliseconds);
  const run = interpreterOf(machine, text).run(request.input, {
    context: { Execution: { Id: request.arn, Name: request.name } },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        Object.entries(request.tasks).map(([name, handler]) => [name, bind(name, handler, atWork)]),
      ),
      ...pauses,
    },
  });
  const oversized = watch(run.eventLogs, request.onEvent, run.abort);
  return {
    outcome: settle(run.result, oversized),
    abort: run.abort,
    idle: async () => void (await Promise.allSettled(atWork)),
  };
}

/** The texts of definitions that this process has validated. */
const validated = new Set<string>();

/**
 * The interpreter of a definition. It validates each definition once per process, because a validation compiles the
 * schema of Amazon States Language, which takes more time than most executions. Throws if the definition is invalid.
 */
function interpreterOf(definition: StateMachineDefinition, text: string): StateMachine {
  const interpreter = new StateMachine(definition, {
    validationOptions: { noValidate: validated.has(text) },
  });
  validated.add(text);
  return interpreter;
}

const bind =
  (name: string, handler: TaskHandler, atWork: Set<Promise<Json>>): TaskHandler =>
  async (parameters) => {
    const work = handler(passThroughJson(parameters, `The input of ${name}`));
    atWork.add(work);
    try {
      return passThroughJson(await work, `The result of ${name}`);
    } finally {
      atWork.delete(work);
    }
  };

function pausesOf(states: readonly (readonly [string, unknown])[], milliseconds: number | undefined) {
  if (milliseconds === undefined) return {};
  const every = Object.fromEntries(states.map(([name]) => [name, milliseconds]));
  return { waitTimeOverrides: every, retryIntervalOverrides: every };
}

type EventLogs = ReturnType<StateMachine["run"]>["eventLogs"];

const KINDS: Readonly<Record<string, StateEvent["kind"]>> = {
  StateEntered: "entered",
  StateExited: "left",
  StateFailed: "failed",
  StateRetried: "retried",
};

/** Reports every event, and aborts the execution if the data of a state exceeds the limit. */
async function watch(
  events: EventLogs,
  report: ExecutionRequest["onEvent"],
  abort: () => void,
): Promise<DataLimitExceeded | null> {
  let oversized: DataLimitExceeded | null = null;
  for await (const event of events) {
    const kind = KINDS[event.type];
    if (kind === undefined || !("state" in event)) continue;
    const { name, type, input, output } = event.state;
    const data: unknown = kind === "left" ? output : input;
    try {
      report?.({
        kind,
        state: name,
        type,
        at: event.timestamp,
        data: passThroughJson(data, `The ${kind === "left" ? "output" : "input"} of ${name}`),
        ...("Error" in event ? { error: event.Error } : {}),
      });
    } catch (error) {
      if (!(error instanceof DataLimitExceeded)) throw error;
      // The first one is the cause; the data that the state passes on is too large too.
      oversized ??= error;
      abort();
    }
  }
  return oversized;
}

async function settle(
  result: Promise<unknown>,
  watched: Promise<DataLimitExceeded | null>,
): Promise<Outcome> {
  const [ended, watch] = await Promise.allSettled([result, watched]);
  if (watch.status === "rejected") throw watch.reason;
  if (watch.value !== null) return { status: "FAILED", error: watch.value.name, cause: watch.value.message };
  if (ended.status === "fulfilled")
    return { status: "SUCCEEDED", output: passThroughJson(ended.value, "The output") };
  return failure(ended.reason);
}

function failure(error: unknown): Outcome {
  if (error instanceof ExecutionAbortedError) return { status: "ABORTED" };
  if (error instanceof ExecutionTimeoutError) return { status: "TIMED_OUT" };
  const failed = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return failed instanceof Error
    ? { status: "FAILED", error: failed.name, cause: failed.message }
    : { status: "FAILED", error: "States.Runtime", cause: String(failed) };
}
