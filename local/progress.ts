import { styleText } from "node:util";
import { z } from "zod";
import type { StateEvent } from "./engine/execution.ts";
import { type Counted, describeProgress, number } from "./rate.ts";

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
/** Number, name, mark and time, with the blanks between them. */
const WIDTH_BEFORE_DETAIL = 40;

/**
 * Each Task on a line of its own when it is done, with its number among `tasks`, its counts and its time; below
 * them one line for what is going on, redrawn in place. Silent where no terminal is there to see it.
 */
export function progressView(
  stream: ProgressStream,
  tasks: readonly string[],
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
      if (event.type === "Wait") pending = pending && { ...pending, note: waitNote(event) };
      if (event.type !== "Task") return;
      // A state that is entered again goes on with its next slice: that is still the same line.
      if (event.kind === "entered" && pending?.state !== event.state) {
        finish();
        pending = begun(event);
      }
      if (pending === null) return;
      pending = { ...pending, ...change(event, pending) };
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

function change(event: StateEvent, { outcome, counts }: Pending): Partial<Pending> {
  if (event.kind === "entered") return { outcome: "going on", note: "" };
  if (event.kind === "retried") return { outcome: "going on", note: "again, after a passing fault" };
  if (event.kind === "failed") return { outcome: "failed", note: event.error ?? "failed" };
  // A failure that is caught is left as well.
  return { outcome: outcome === "failed" ? outcome : "done", counts: countsOf(event) || counts };
}

function lineOf(
  pending: Pending,
  tasks: readonly string[],
  mark: string,
  now: number,
  columns = Number.POSITIVE_INFINITY,
): string {
  const place = tasks.indexOf(pending.state) + 1;
  const ordinal = (place === 0 ? "" : `${String(place).padStart(2)}/${tasks.length}`).padEnd(
    `99/${tasks.length}`.length,
  );
  const seconds = `${((now - pending.since) / 1000).toFixed(1)} s`;
  const room = Math.max(0, columns - 1 - WIDTH_BEFORE_DETAIL);
  const { progress, outcome, counts, note } = pending;
  const done = outcome === "going on" && progress !== null ? describeProgress(progress, now) : counts;
  const detail = [done, note]
    .filter((text) => text !== "")
    .join(", ")
    .slice(0, room);
  return `${colour("dim", ordinal)}  ${pending.state.padEnd(18)}  ${mark}  ${seconds.padStart(7)}  ${detail}`;
}

function waitNote(event: StateEvent): string {
  const waiting = z.object({ extract: z.object({ resumeAt: z.string() }) }).safeParse(event.data);
  return waiting.success
    ? `waiting for the source's limit until ${waiting.data.extract.resumeAt}`
    : "waiting";
}

const StateCounts = z.object({
  extract: z.object({ records: z.number(), pages: z.number() }).optional(),
  analysis: z
    .object({ counts: z.object({ accepted: z.number(), rejected: z.number() }).nullable() })
    .optional(),
  load: z.object({ accepted: z.number() }).optional(),
});

/** What a Task reports of itself in the state's data. */
function countsOf(event: StateEvent): string {
  const data = StateCounts.safeParse(event.data).data;
  if (event.state === "ExtractPosts" && data?.extract !== undefined)
    return `${number(data.extract.records)} records in ${number(data.extract.pages)} ${data.extract.pages === 1 ? "file" : "files"}`;
  if (event.state === "Analyse" && data?.analysis?.counts != null)
    return `${number(data.analysis.counts.accepted)} posts, ${number(data.analysis.counts.rejected)} rejected`;
  if (event.state === "LoadResults" && data?.load !== undefined) return `${number(data.load.accepted)} posts`;
  return "";
}

const colour = (style: "green" | "red" | "dim", text: string): string =>
  styleText(style, text, { stream: process.stderr });
