import type { Json } from "../../../functions/ports.ts";
import type { Choice, StateMachine, Task } from "../../../state-machines/asl.ts";
import { fillIn, place, read, type Scope } from "./payload.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Where an execution is: the state that it is in, and what came into it. */
export interface Position {
  readonly state: string;
  readonly data: Json;
}

export type End =
  | { readonly status: "SUCCEEDED" }
  | { readonly status: "FAILED"; readonly error: string; readonly cause: string };

export interface Host {
  readonly machine: StateMachine;
  readonly time: VirtualTime;
  /** `$$`. */
  readonly context: Json;
  /** From 0 up to 1, for the jitter of pauses. */
  random(): number;
  /** Does the Task of this name; the name of what it throws is what Retry and Catch match. */
  perform(task: string, parameters: Json, resource: string): Promise<Json>;
  /** Told of each position before it is worked on; false ends the walk there. */
  enter(position: Position): boolean;
}

/**
 * Walks a definition in virtual time from a position to its end: Task with Retry, Catch and TimeoutSeconds,
 * Choice, Wait, Pass and Fail, as far as the project's definitions use them. Undefined where `enter` stopped it.
 */
export async function walk(host: Host, start: Position): Promise<End | undefined> {
  let position: Position | End = start;
  while ("state" in position) {
    if (!host.enter(position)) return undefined;
    position = await step(host, position);
  }
  return position;
}

async function step(host: Host, { state: name, data }: Position): Promise<Position | End> {
  const state = host.machine.States[name];
  const scope: Scope = { data, context: host.context };
  if (state === undefined) throw new Error(`There is no state ${name}.`);
  switch (state.Type) {
    case "Task":
      return doTask(host, name, state, scope);
    case "Choice":
      return { state: choose(state, scope), data };
    case "Wait":
      await host.time.sleep(Date.parse(String(read(state.TimestampPath, scope))) / 1000 - host.time.now());
      return "Next" in state ? { state: state.Next, data } : { status: "SUCCEEDED" };
    case "Pass":
      return "Next" in state
        ? { state: state.Next, data: fillIn(state.Result, scope) }
        : { status: "SUCCEEDED" };
    case "Fail": {
      const [error, cause] = [state.ErrorPath, state.CausePath].map((path) => String(read(path, scope)));
      return { status: "FAILED", error: error ?? "", cause: cause ?? "" };
    }
  }
}

async function doTask(host: Host, name: string, task: Task, scope: Scope): Promise<Position | End> {
  try {
    const result = await retried(host, task, () => {
      const late = Object.assign(new Error(`${name} took too long.`), { name: "States.Timeout" });
      const work = host.perform(name, fillIn(task.Parameters, scope), task.Resource);
      return host.time.within(task.TimeoutSeconds, work, late);
    });
    const selected =
      task.ResultSelector === undefined ? result : fillIn(task.ResultSelector, { ...scope, data: result });
    const data = place(selected, task.ResultPath, scope.data);
    if (!("Next" in task)) return { status: "SUCCEEDED" };
    return { state: task.Next, data: task.OutputPath ? read(task.OutputPath, { ...scope, data }) : data };
  } catch (error) {
    if (!isNamed(error)) throw error;
    const catcher = task.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, error.name));
    if (catcher === undefined) return { status: "FAILED", error: error.name, cause: error.message };
    const caught = { Error: error.name, Cause: error.message };
    return { state: catcher.Next, data: place(caught, catcher.ResultPath, scope.data) };
  }
}

async function retried<T>(host: Host, { Retry }: Task, work: () => Promise<T>): Promise<T> {
  const retries = Retry.map(() => 0);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isNamed(error)) throw error;
      const index = Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, error.name));
      const retrier = Retry[index];
      const made = retries[index] ?? 0;
      if (retrier === undefined || made >= retrier.MaxAttempts) throw error;
      retries[index] = made + 1;
      const pause = Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** made, retrier.MaxDelaySeconds);
      await host.time.sleep(pause * host.random());
    }
  }
}

/** The errors of services and handlers have names of their own; the others are faults of the simulation. */
const isNamed = (error: unknown): error is Error =>
  error instanceof Error && !["Error", "TypeError", "RangeError", "ZodError", "error"].includes(error.name);

const matches = (names: readonly string[], name: string): boolean =>
  names.includes("States.ALL") ||
  names.includes(name) ||
  (names.includes("States.TaskFailed") && name !== "States.Timeout");

function choose(state: Choice, scope: Scope): string {
  const isTrue = (rule: Choice["Choices"][number]): boolean => {
    if ("And" in rule) return rule.And.every((each) => isTrue({ ...each, Next: rule.Next }));
    const value = read(rule.Variable, scope);
    if ("StringEquals" in rule) return value === rule.StringEquals;
    if ("NumericEquals" in rule) return value === rule.NumericEquals;
    if ("BooleanEquals" in rule) return value === rule.BooleanEquals;
    if ("IsTimestamp" in rule) return typeof value === "string" && !Number.isNaN(Date.parse(value));
    return typeof value === "number" && value >= rule.NumericGreaterThanEquals;
  };
  return state.Choices.find(isTrue)?.Next ?? state.Default;
}
