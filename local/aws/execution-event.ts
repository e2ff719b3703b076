import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { parseJson } from "../../analysis/json.ts";

export type EndStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** Error and Cause, as Step Functions has them. */
export interface ExecutionFailure {
  readonly error: string;
  readonly cause: string;
}

/** What an execution's history says, without what nobody here asks for. */
export type ExecutionEvent = {
  /** Milliseconds since 1970. */
  readonly at: number;
} & (
  | { readonly kind: "started" | "redriven" }
  /** `data` is the state's input. */
  | { readonly kind: "entered"; readonly state: string; readonly type: string; readonly data: unknown }
  /** `data` is the state's output. A failure that is caught leaves its state as well. */
  | { readonly kind: "left"; readonly state: string; readonly type: string; readonly data: unknown }
  /** A Task calls a service: `lambda`, `elasticmapreduce`, `sns`. Once more where it is tried again. */
  | { readonly kind: "scheduled"; readonly service: string }
  /** A service has accepted work whose end is waited for. */
  | { readonly kind: "submitted"; readonly data: unknown }
  | { readonly kind: "answered" }
  | ({ readonly kind: "failed" } & ExecutionFailure)
  | {
      readonly kind: "ended";
      readonly status: EndStatus;
      readonly output: unknown;
      readonly failure: ExecutionFailure | null;
    }
);

const ENDS: Readonly<Record<string, EndStatus>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

/** An event of GetExecutionHistory in short, or null for one that changes nothing that is shown. */
export function executionEvent(event: HistoryEvent): ExecutionEvent | null {
  const at = event.timestamp?.getTime() ?? 0;
  const type = event.type ?? "";
  const status = ENDS[type];
  if (status !== undefined) return { at, kind: "ended", status, ...endOf(event, status) };
  if (type === "ExecutionStarted") return { at, kind: "started" };
  if (type === "ExecutionRedriven") return { at, kind: "redriven" };
  if (type === "TaskSucceeded") return { at, kind: "answered" };
  if (event.stateEnteredEventDetails !== undefined) {
    const { name = "", input } = event.stateEnteredEventDetails;
    return { at, kind: "entered", state: name, type: stateType(type), data: jsonOf(input) };
  }
  if (event.stateExitedEventDetails !== undefined) {
    const { name = "", output } = event.stateExitedEventDetails;
    return { at, kind: "left", state: name, type: stateType(type), data: jsonOf(output) };
  }
  if (event.taskScheduledEventDetails !== undefined)
    return { at, kind: "scheduled", service: event.taskScheduledEventDetails.resourceType ?? "" };
  if (event.taskSubmittedEventDetails !== undefined)
    return { at, kind: "submitted", data: jsonOf(event.taskSubmittedEventDetails.output) };
  const failed =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails;
  return failed === undefined ? null : { at, kind: "failed", ...failureOf(failed) };
}

/** `TaskStateEntered` -> `Task`. */
const stateType = (eventType: string): string => eventType.replace(/State(Entered|Exited)$/, "");

function endOf(event: HistoryEvent, status: EndStatus) {
  if (status === "SUCCEEDED")
    return { output: jsonOf(event.executionSucceededEventDetails?.output), failure: null };
  const details =
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails ??
    {};
  return { output: null, failure: failureOf(details, status) };
}

/** Step Functions names no error where it ended the execution itself, by the time or by request. */
const failureOf = (
  { error, cause }: { error?: string | undefined; cause?: string | undefined },
  status?: EndStatus,
): ExecutionFailure => ({
  error: error ?? (status === "ABORTED" ? "Aborted" : status === "FAILED" ? "Failed" : "States.Timeout"),
  cause: cause ?? "",
});

/** The history leaves out what is null. */
const jsonOf = (text: string | undefined): unknown => parseJson(text ?? "null") ?? null;
