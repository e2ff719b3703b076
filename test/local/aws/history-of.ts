import type { HistoryEvent } from "@aws-sdk/client-sfn";
import type { Json } from "../../../functions/ports.ts";
import type { Outcome, StateEvent } from "../../../local/engine/execution.ts";
import type { StateMachine } from "../../../state-machines/asl.ts";
import { execute, machine } from "../../state-machines/execute.ts";
import { complianceMachine, executeCheck } from "../../state-machines/execute-compliance.ts";
import { type Executed, invokesFunction } from "../../state-machines/execute-machine.ts";

/** 2026-11-16T06:00:00Z, when every history here begins. */
export const BEGIN = Date.UTC(2026, 10, 16, 6);

export interface HistoryOptions {
  /** How many seconds the service is at work for a Task; two where it is left out. */
  readonly seconds?: Readonly<Record<string, number>>;
  readonly input?: Json;
}

/** The history of an execution of the neighbourhood whose Tasks answer as told. */
export const historyOf = async (
  replies: Parameters<typeof execute>[0] = {},
  { input = {}, ...options }: HistoryOptions = {},
): Promise<HistoryEvent[]> => recorded(machine, await execute(replies, input), { input, ...options });

/** The history of a compliance check whose Tasks answer as told. */
export const historyOfCheck = async (
  replies: Parameters<typeof executeCheck>[0] = {},
  { input = {}, ...options }: HistoryOptions = {},
): Promise<HistoryEvent[]> =>
  recorded(complianceMachine, await executeCheck(replies, input), { input, ...options });

/**
 * The history that Step Functions would keep of an execution of the very definition: the events that its states
 * bring about in the interpreter, each with those of the service that a Task calls.
 */
function recorded(
  definition: StateMachine,
  { events, outcome }: Executed,
  { seconds = {}, input = {} }: HistoryOptions,
): HistoryEvent[] {
  const serviceOf = (state: string) => calledService(definition, state);
  const history: HistoryEvent[] = [];
  let at = BEGIN;
  const push = (type: HistoryEvent["type"], details: Omit<HistoryEvent, "id" | "type" | "timestamp"> = {}) =>
    history.push({
      ...{ type, timestamp: new Date(at), id: history.length + 1 },
      ...{ previousEventId: history.length, ...details },
    });
  const call = (state: string): void => {
    const service = serviceOf(state);
    push("TaskScheduled", {
      taskScheduledEventDetails: { ...service, region: "eu-west-2", parameters: "{}", timeoutInSeconds: 930 },
    });
    push("TaskStarted", { taskStartedEventDetails: service });
    if (service.resource.endsWith(".sync"))
      push("TaskSubmitted", { taskSubmittedEventDetails: { ...service, output: submitted(state) } });
    at += (seconds[state] ?? 2) * 1000;
  };
  const tell: Record<StateEvent["kind"], (event: StateEvent) => void> = {
    entered({ state, type, data }) {
      push(typed(`${type}StateEntered`), {
        stateEnteredEventDetails: { name: state, input: JSON.stringify(data) },
      });
      if (type === "Task") call(state);
    },
    failed({ state, type, error = "" }) {
      // A state Fail has no event of its own for it.
      if (type !== "Task") return;
      push("TaskFailed", { taskFailedEventDetails: { ...serviceOf(state), error, cause: "it broke" } });
    },
    retried: ({ state }) => call(state),
    left({ state, type, data }) {
      // A failure that is caught leaves its state as well.
      if (type === "Task" && history.at(-1)?.type !== "TaskFailed") {
        push("TaskSucceeded", { taskSucceededEventDetails: { ...serviceOf(state), output: "{}" } });
      }
      push(typed(`${type}StateExited`), {
        stateExitedEventDetails: { name: state, output: JSON.stringify(data) },
      });
    },
  };
  push("ExecutionStarted", { executionStartedEventDetails: { input: JSON.stringify(input) } });
  for (const event of events) tell[event.kind](event);
  push(...ending(outcome));
  return history;
}

/** The history until an execution was there: nothing after the last event of `state` that has this type. */
export function until(
  history: readonly HistoryEvent[],
  type: HistoryEvent["type"],
  state: string,
): HistoryEvent[] {
  const begin = history.findIndex(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state);
  const end = history.findIndex((event, index) => index >= begin && event.type === type);
  if (begin === -1 || end === -1) throw new Error(`The history has no ${type} of ${state}.`);
  return history.slice(0, end + 1);
}

/** What is cut off by an event that Step Functions adds itself. */
export const cutOffBy = (
  history: readonly HistoryEvent[],
  type: HistoryEvent["type"],
  details: Partial<HistoryEvent> = {},
): HistoryEvent[] => {
  const last = history.at(-1)?.timestamp?.getTime() ?? BEGIN;
  return [
    ...history,
    {
      id: history.length + 1,
      timestamp: new Date(last + 1000),
      type,
      previousEventId: history.length,
      ...details,
    },
  ];
};

const submitted = (state: string): string =>
  JSON.stringify(state === "CreateCluster" ? { ClusterId: "j-EXAMPLE" } : { StepId: "s-1" });

function calledService(machine: StateMachine, state: string): { resource: string; resourceType: string } {
  const definition = Object.entries(machine.States).find(([name]) => name === state)?.[1];
  const resource = definition !== undefined && "Resource" in definition ? definition.Resource : "";
  const [, , , , , service = "", name = ""] = resource.split(":");
  return { resourceType: invokesFunction(machine, state) ? "lambda" : service, resource: name };
}

/** The type of the event whose name was put together. */
function typed(name: string): HistoryEvent["type"] {
  const types: Record<string, HistoryEvent["type"]> = {
    TaskStateEntered: "TaskStateEntered",
    TaskStateExited: "TaskStateExited",
    ChoiceStateEntered: "ChoiceStateEntered",
    ChoiceStateExited: "ChoiceStateExited",
    WaitStateEntered: "WaitStateEntered",
    WaitStateExited: "WaitStateExited",
    PassStateEntered: "PassStateEntered",
    PassStateExited: "PassStateExited",
    FailStateEntered: "FailStateEntered",
  };
  return types[name];
}

function ending(outcome: Outcome): [HistoryEvent["type"], Omit<HistoryEvent, "id" | "type" | "timestamp">] {
  switch (outcome.status) {
    case "SUCCEEDED":
      return [
        "ExecutionSucceeded",
        { executionSucceededEventDetails: { output: JSON.stringify(outcome.output) } },
      ];
    case "FAILED":
      return [
        "ExecutionFailed",
        { executionFailedEventDetails: { error: outcome.error, cause: outcome.cause } },
      ];
    case "TIMED_OUT":
      return ["ExecutionTimedOut", {}];
    case "ABORTED":
      return ["ExecutionAborted", {}];
  }
}
