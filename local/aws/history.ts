import {
  GetExecutionHistoryCommand,
  type HistoryEvent,
  InvalidToken,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { parseJson } from "../../analysis/json.ts";
import { awsError } from "../../functions/adapters/aws/requests.ts";

export type EndStatus = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** Error and Cause, as Step Functions has them. */
export interface ExecutionFailure {
  readonly error: string;
  readonly cause: string;
}

/** An event of an execution's history, reduced to what is used here. */
export type ExecutionEvent = {
  /** Milliseconds since 1970. */
  readonly at: number;
} & (
  | { readonly kind: "started" | "redriven" }
  /** `data` is the state's input. */
  | { readonly kind: "entered"; readonly state: string; readonly type: string; readonly data: unknown }
  /** `data` is the state's output. A failure that is caught leaves its state too. */
  | { readonly kind: "left"; readonly state: string; readonly type: string; readonly data: unknown }
  /** A Task calls a service: `lambda`, `elasticmapreduce`, `sns`. Each retry is one more event. */
  | { readonly kind: "scheduled"; readonly service: string }
  /** A service has accepted work, and the Task waits for its end. */
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

export interface ExecutionHistory {
  /** The events since the last call, oldest first. Throws the errors of awsError, and can then be called again. */
  read(): Promise<readonly ExecutionEvent[]>;
}

/** The most that a request may ask for. */
const PAGE = 1000;

/**
 * Reads the history of an execution, each time from where it stopped. The last page has no token for the events after it,
 * so it is requested again with its own token; events have numbers, and those that were seen are skipped.
 */
export function executionHistory(client: SFNClient, executionArn: string): ExecutionHistory {
  let token: string | undefined;
  let seen = 0;
  /** Read and not yet returned: if a later page fails, the next call returns them. */
  const untold: ExecutionEvent[] = [];

  async function readPage(): Promise<{ readonly isLast: boolean }> {
    const command = new GetExecutionHistoryCommand({
      executionArn,
      maxResults: PAGE,
      includeExecutionData: true,
      ...(token === undefined ? {} : { nextToken: token }),
    });
    const { events = [], nextToken } = await client.send(command);
    for (const event of events) {
      if (event.id === undefined || event.id <= seen) continue;
      seen = event.id;
      const told = executionEvent(event);
      if (told !== null) untold.push(told);
    }
    token = nextToken ?? token;
    return { isLast: nextToken === undefined };
  }

  return {
    async read() {
      for (let isLast = false; !isLast; ) {
        try {
          ({ isLast } = await readPage());
        } catch (error) {
          // A token expires after 24 hours: then reading begins with the first page again.
          if (!(error instanceof InvalidToken) || token === undefined)
            throw awsError(`read the history of ${executionArn}`, error);
          token = undefined;
        }
      }
      return untold.splice(0);
    },
  };
}

const ENDS: Readonly<Record<string, EndStatus>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

/** An event of GetExecutionHistory, or null for one that changes nothing that is shown. */
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

/** Step Functions names no error if it ended the execution itself, after a timeout or a request. */
const failureOf = (
  { error, cause }: { error?: string | undefined; cause?: string | undefined },
  status?: EndStatus,
): ExecutionFailure => ({
  error: error ?? (status === "ABORTED" ? "Aborted" : status === "FAILED" ? "Failed" : "States.Timeout"),
  cause: cause ?? "",
});

/** The history omits values that are null. */
const jsonOf = (text: string | undefined): unknown => parseJson(text ?? "null") ?? null;
