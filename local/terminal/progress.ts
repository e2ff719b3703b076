import { styleText } from "node:util";
import type { StateEvent } from "../engine/execution.ts";
import type { ProgressWords } from "../pipeline.ts";
import { elapsed, number, plural, roughly } from "./format.ts";

/** Where progress is written. `isTTY` is true for a terminal, which has `columns`. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressView {
  /** Writes what begins, before the first state starts. */
  begin(title: string): void;
  onEvent(event: StateEvent): void;
  onProgress(done: number, total: number | null, unit: string): void;
  /** Finishes the last line: a state that was not left has failed or was stopped. */
  end(): void;
}

interface Pending {
  readonly state: string;
  readonly since: number;
  /** How far it is, while it is running. */
  readonly progress: Counted | null;
  /** The time of its last event. */
  readonly heard: number;
  /** Its counts in words. */
  readonly counts: string;
  readonly note: string;
  readonly outcome: "going on" | "done" | "failed";
}

const REDRAW_MILLISECONDS = 100;
/** Moves to the start of the line on the screen and clears it. */
export const CLEAR_LINE = "\r\u001b[2K";

/**
 * Writes a line for each Task when it has ended, with its number among `tasks`, its counts and its time. The line of the
 * running Task is redrawn in place. Writes nothing if the stream is no terminal.
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
      if (event.type === "Wait") {
        const note = event.kind === "entered" ? words.waitNote(event.data) : "";
        pending = pending && { ...pending, note };
      }
      if (event.type !== "Task") return;
      // A state that is entered again continues with its next slice on the same line.
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
      // A new unit is counted from the last event of the state.
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
  if (event.kind === "retried") return { outcome: "going on", note: "retrying after a temporary error" };
  if (event.kind === "failed") return { outcome: "failed", note: event.error ?? "failed" };
  // A failure that is caught leaves its state too.
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

/** Colours a word on stderr, where progress is written. */
export const colour = (style: "green" | "red" | "dim", text: string): string =>
  styleText(style, text, { stream: process.stderr });

export interface LineParts {
  readonly state: string;
  /** Two characters wide: `ok`, `!!` or `… `. */
  readonly mark: string;
  readonly milliseconds: number;
  /** What follows, the most important first. Empty texts are omitted. */
  readonly details: readonly string[];
}

/** Number, name, mark and time, with the blanks between them. */
const WIDTH_BEFORE_DETAIL = 40;

/**
 * A state's line, such as ` 3/6  Analyse             ok    1.2 s  2,948 posts`, with its number among `tasks`. It is
 * cut to `columns`, so that it does not wrap.
 */
export function progressLine(
  { state, mark, milliseconds, details }: LineParts,
  tasks: readonly string[],
  { dim = (text) => text, columns = Number.POSITIVE_INFINITY }: { dim?: Colour; columns?: number } = {},
): string {
  const place = tasks.indexOf(state) + 1;
  const ordinal = (place === 0 ? "" : `${String(place).padStart(2)}/${tasks.length}`).padEnd(
    `99/${tasks.length}`.length,
  );
  const room = Math.max(0, columns - 1 - WIDTH_BEFORE_DETAIL);
  const detail = details
    .filter((text) => text !== "")
    .join(", ")
    .slice(0, room);
  return `${dim(ordinal)}  ${state.padEnd(18)}  ${mark}  ${elapsed(milliseconds).padStart(7)}  ${detail}`.trimEnd();
}

type Colour = (text: string) => string;

/** How far a piece of work has come. */
export interface Counted {
  readonly done: number;
  /** Null if it is unknown. */
  readonly total: number | null;
  readonly unit: string;
  /** When it began, in milliseconds. */
  readonly since: number;
}

/** Before that, a rate is not reliable. */
const STEADY_MILLISECONDS = 1_000;

/**
 * For example `42 % of 10,000,000 records, 2 min left, 52,000/s`: the most important first, because a narrow screen cuts
 * off the end.
 */
export function describeProgress({ done, total, unit, since }: Counted, now: number): string {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const things = (count: number): string => plural(count, unit.replace(/s$/, ""));
  const parts =
    total === null || share === null ? [things(done)] : [`${Math.floor(share * 100)} % of ${things(total)}`];
  const spent = now - since;
  if (spent < STEADY_MILLISECONDS || done === 0) return parts[0] ?? "";
  if (share !== null) parts.push(`${roughly((spent * (1 - share)) / share)} left`);
  parts.push(`${number(Math.round(done / (spent / 1000)))}/s`);
  return parts.join(", ");
}
