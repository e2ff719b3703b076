import { styleText } from "node:util";
import type { StateEvent } from "../engine/execution.ts";
import type { ProgressWords } from "../pipeline.ts";
import { progressLine } from "./progress-line.ts";
import { type Counted, describeProgress } from "./rate.ts";

/** Where progress is written; `isTTY` tells whether a person watches, on a screen of `columns`. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressView {
  /** Says what begins, before the first state has anything to tell. */
  begin(title: string): void;
  onEvent(event: StateEvent): void;
  onProgress(done: number, total: number | null, unit: string): void;
  /** Finishes the last line: a state that was not left has failed or was stopped. */
  end(): void;
}

interface Pending {
  readonly state: string;
  readonly since: number;
  /** How far it is, while it goes on. */
  readonly progress: Counted | null;
  /** When anything was last heard of it. */
  readonly heard: number;
  /** What came of it. */
  readonly counts: string;
  readonly note: string;
  readonly outcome: "going on" | "done" | "failed";
}

const REDRAW_MILLISECONDS = 100;
const CLEAR_LINE = "\r\u001b[2K";

/**
 * Each Task on a line of its own when it is done, with its number among `tasks`, its counts and its time; below
 * them one line for what is going on, redrawn in place. Silent where no terminal is there to see it.
 */
export function progressView(
  stream: ProgressStream,
  tasks: readonly string[],
  words: ProgressWords,
  now: () => number,
): ProgressView {
  if (stream.isTTY !== true)
    return { begin: () => {}, onEvent: () => {}, onProgress: () => {}, end: () => {} };
  let pending: Pending | null = null;
  const draw = () => {
    // A line that wraps could not be redrawn in place.
    if (pending !== null)
      stream.write(`${CLEAR_LINE}${lineOf(pending, tasks, "… ", now(), stream.columns || 80)}`);
  };
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  timer.unref();
  const finish = () => {
    const mark = pending?.outcome === "done" ? colour("green", "ok") : colour("red", "!!");
    if (pending !== null) stream.write(`${CLEAR_LINE}${lineOf(pending, tasks, mark, now())}\n`);
    pending = null;
  };
  return {
    begin: (title) => stream.write(`${title}\n\n`),
    onEvent: (event) => {
      if (event.type === "Wait") pending = pending && { ...pending, note: words.waitNote(event.data) };
      if (event.type !== "Task") return;
      // A state that is entered again goes on with its next slice: that is still the same line.
      if (event.kind === "entered" && pending?.state !== event.state) {
        finish();
        pending = begun(event);
      }
      if (pending === null) return;
      pending = { ...pending, ...change(event, pending, words) };
      draw();
    },
    onProgress: (done, total, unit) => {
      if (pending === null) return;
      const { progress, heard } = pending;
      // What is counted anew began when the last was heard of, or with the state.
      const since = progress?.unit === unit ? progress.since : heard;
      pending = { ...pending, progress: { done, total, unit, since }, heard: now() };
    },
    end: () => {
      clearInterval(timer);
      finish();
    },
  };
}

const begun = ({ state, at }: StateEvent): Pending => ({
  state,
  since: at,
  progress: null,
  heard: at,
  counts: "",
  note: "",
  outcome: "going on",
});

function change(event: StateEvent, { outcome, counts }: Pending, words: ProgressWords): Partial<Pending> {
  if (event.kind === "entered") return { outcome: "going on", note: "" };
  if (event.kind === "retried") return { outcome: "going on", note: "again, after a passing fault" };
  if (event.kind === "failed") return { outcome: "failed", note: event.error ?? "failed" };
  // A failure that is caught is left as well.
  return {
    outcome: outcome === "failed" ? outcome : "done",
    counts: words.countsOf(event.state, event.data) || counts,
  };
}

function lineOf(
  { state, since, progress, outcome, counts, note }: Pending,
  tasks: readonly string[],
  mark: string,
  now: number,
  columns = Number.POSITIVE_INFINITY,
): string {
  const done = outcome === "going on" && progress !== null ? describeProgress(progress, now) : counts;
  const parts = { state, mark, milliseconds: now - since, details: [done, note] };
  return progressLine(parts, tasks, { dim: (text) => colour("dim", text), columns });
}

const colour = (style: "green" | "red" | "dim", text: string): string =>
  styleText(style, text, { stream: process.stderr });
