import { z } from "zod";
import type { ProgressWords } from "../pipeline.ts";
import type { EndStatus, ExecutionEvent, ExecutionFailure } from "./history.ts";

/** What the part of an execution's history that was read so far tells. */
export interface ExecutionView {
  readonly status: "RUNNING" | EndStatus;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** In the order of their entry. */
  readonly rows: readonly StateRow[];
  /** As PrepareDatabase returned it. */
  readonly run: { readonly runId: string; readonly engine?: string | null | undefined } | null;
  readonly clusterId: string | null;
  /** The state transitions that Step Functions charges for: each entry of a state, and each retry. */
  readonly transitions: number;
  readonly lambda: FunctionWork;
  readonly output: unknown;
  readonly failure: ExecutionFailure | null;
}

/** A Task from its first entry to its last exit. Its slices, and the waits between them, are one row. */
export interface StateRow {
  readonly state: string;
  /** Milliseconds since 1970, as all times here. */
  readonly since: number;
  /** Null while it is running. */
  readonly until: number | null;
  readonly outcome: "going on" | "done" | "failed";
  /** How often its service was called. */
  readonly calls: number;
  /** Its counts in words. */
  readonly counts: string;
  readonly note: string;
}

/** The work of functions. */
export interface FunctionWork {
  readonly calls: number;
  /** How long the function of each state has worked. */
  readonly milliseconds: Readonly<Record<string, number>>;
  /** The function that is working now. */
  readonly atWork: { readonly state: string; readonly since: number } | null;
}

export const NOTHING_YET: ExecutionView = {
  status: "RUNNING",
  startedAt: null,
  endedAt: null,
  rows: [],
  run: null,
  clusterId: null,
  transitions: 0,
  lambda: { calls: 0, milliseconds: {}, atWork: null },
  output: null,
  failure: null,
};

/** The view after one more event, with the counts and the notes of waiting in the words of the pipeline. */
export function follow(view: ExecutionView, event: ExecutionEvent, words: ProgressWords): ExecutionView {
  switch (event.kind) {
    case "started":
      return { ...view, startedAt: event.at };
    case "redriven":
      return { ...view, status: "RUNNING", endedAt: null, failure: null };
    case "entered":
      return entered({ ...view, transitions: view.transitions + 1 }, event, words);
    case "left":
      return { ...withData(view, event.data), rows: left(view.rows, event, words) };
    case "scheduled":
      return scheduled(view, event);
    case "submitted":
      return { ...view, clusterId: Submitted.safeParse(event.data).data ?? view.clusterId };
    case "answered":
      return { ...view, lambda: answered(view.lambda, event.at) };
    case "failed":
      return {
        ...view,
        lambda: answered(view.lambda, event.at),
        rows: changeLast(view.rows, () => ({ outcome: "failed", note: event.error, until: event.at })),
      };
    case "ended": {
      const { status, output, failure, at } = event;
      // A state that was not left has failed or was stopped.
      const rows = changeLast(view.rows, ({ until }) =>
        until === null ? { outcome: "failed", until: at } : {},
      );
      return { ...view, status, output, failure, endedAt: at, rows, lambda: answered(view.lambda, at) };
    }
  }
}

type Of<Kind extends ExecutionEvent["kind"]> = Extract<ExecutionEvent, { kind: Kind }>;

function entered(
  view: ExecutionView,
  { state, type, data, at }: Of<"entered">,
  words: ProgressWords,
): ExecutionView {
  if (type === "Wait")
    return { ...view, rows: changeLast(view.rows, () => ({ note: words.waitNote(data), until: null })) };
  if (type !== "Task") return view;
  return { ...view, rows: beginRow(view.rows, state, at) };
}

function scheduled(view: ExecutionView, { service, at }: Of<"scheduled">): ExecutionView {
  const isRetry = view.rows.at(-1)?.outcome === "failed";
  const rows = changeLast(view.rows, ({ calls }) => ({
    calls: calls + 1,
    ...(isRetry ? { outcome: "going on", note: "retrying after a temporary error", until: null } : {}),
  }));
  const { lambda } = view;
  const state = rows.at(-1)?.state ?? "";
  return {
    ...view,
    rows,
    transitions: view.transitions + (isRetry ? 1 : 0),
    lambda:
      service === "lambda" ? { ...lambda, calls: lambda.calls + 1, atWork: { state, since: at } } : lambda,
  };
}

/** The work after an answer at the time `at`, which can be the answer of another service. */
export function answered(lambda: FunctionWork, at: number): FunctionWork {
  const { calls, milliseconds, atWork } = lambda;
  if (atWork === null) return lambda;
  const { state, since } = atWork;
  // If this machine's clock is behind that of AWS, the result is not negative.
  const worked = (milliseconds[state] ?? 0) + Math.max(0, at - since);
  return { calls, milliseconds: { ...milliseconds, [state]: worked }, atWork: null };
}

const Known = z.object({
  run: z.object({ runId: z.string(), engine: z.string().nullish() }).optional().catch(undefined),
  cluster: z.object({ ClusterId: z.string() }).optional().catch(undefined),
});

function withData(view: ExecutionView, data: unknown): ExecutionView {
  const known = Known.safeParse(data).data;
  return {
    ...view,
    run: known?.run ?? view.run,
    clusterId: known?.cluster?.ClusterId ?? view.clusterId,
  };
}

/** The answer of EMR to the request for a cluster: its id is known before the cluster is ready. */
const Submitted = z.union([
  z.object({ ClusterId: z.string() }).transform(({ ClusterId }) => ClusterId),
  z.object({ JobFlowId: z.string() }).transform(({ JobFlowId }) => JobFlowId),
]);

/**
 * The rows with one more for `state`; the last row continues if this is the next slice of the same state. A wait after the
 * last state belongs to its row, which ends now.
 */
function beginRow(rows: readonly StateRow[], state: string, at: number): readonly StateRow[] {
  if (rows.at(-1)?.state === state)
    return changeLast(rows, () => ({ outcome: "going on", note: "", until: null }));
  const row = { state, since: at, until: null, outcome: "going on", calls: 0, counts: "", note: "" } as const;
  return [...changeLast(rows, ({ until }) => ({ until: until ?? at })), row];
}

/** The rows after `state` was left with the output `data`; another state than the last row's changes nothing. */
function left(
  rows: readonly StateRow[],
  { state, type, data, at }: Of<"left">,
  words: ProgressWords,
): readonly StateRow[] {
  // The note tells how long the execution waits, and the wait has ended.
  if (type === "Wait") return changeLast(rows, () => ({ note: "" }));
  if (rows.at(-1)?.state !== state) return rows;
  return changeLast(rows, ({ outcome, counts }) => ({
    until: at,
    outcome: outcome === "failed" ? outcome : "done",
    counts: words.countsOf(state, data) || counts,
  }));
}

/** The rows with the last one changed. */
function changeLast(
  rows: readonly StateRow[],
  change: (row: StateRow) => Partial<StateRow>,
): readonly StateRow[] {
  const last = rows.at(-1);
  return last === undefined ? rows : [...rows.slice(0, -1), { ...last, ...change(last) }];
}
