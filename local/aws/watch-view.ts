import { taskPath } from "../engine/task-path.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { CLEAR_LINE, colour, type ProgressStream, progressLine } from "../terminal/progress.ts";
import type { ExecutionView, StateRow } from "./execution-view.ts";

export interface WatchView {
  begin(title: string): void;
  /** Shows what is known now, with `notes` after the running state. */
  show(view: ExecutionView, notes: readonly string[]): void;
  /** Finishes the last line. */
  end(): void;
}

export interface WatchViewSettings {
  /** The Tasks in their order, which gives each its number. */
  tasksOf(view: ExecutionView): readonly string[];
  /** Milliseconds since 1970. */
  now(): number;
}

const REDRAW_MILLISECONDS = 200;
/** After a long silence, a log looks as if the program hangs. */
const SILENCE_MILLISECONDS = 60_000;

/**
 * Writes a line for each Task of an execution when it has ended. On a terminal the line of the running Task is redrawn in
 * place; elsewhere it is written once a minute.
 */
export function watchView(stream: ProgressStream, { tasksOf, now }: WatchViewSettings): WatchView {
  let shown: { readonly view: ExecutionView; readonly notes: readonly string[] } | null = null;
  let finished = 0;
  let spokeAt = now();

  const line = (row: StateRow, mark: string, details: readonly string[], columns?: number): string =>
    progressLine(
      { state: row.state, mark, milliseconds: (row.until ?? now()) - row.since, details },
      shown === null ? [] : tasksOf(shown.view),
      { dim: (text) => colour("dim", text), ...(columns === undefined ? {} : { columns }) },
    );
  const clear = (): string => (stream.isTTY ? CLEAR_LINE : "");

  function finishUntil(end: number): void {
    for (const row of shown?.view.rows.slice(finished, end) ?? []) {
      const mark = row.outcome === "done" ? colour("green", "ok") : colour("red", "!!");
      stream.write(`${clear()}${line(row, mark, [row.counts, row.note])}\n`);
      finished += 1;
      spokeAt = now();
    }
  }

  function draw(): void {
    const row = shown?.view.rows[finished];
    if (shown === null || row === undefined || !(stream.isTTY || now() - spokeAt >= SILENCE_MILLISECONDS))
      return;
    const details = [row.counts, row.note, ...shown.notes];
    // A Task lasts until the next one begins: choices and waits between its slices belong to it.
    const goesOn = { ...row, until: null };
    if (stream.isTTY) stream.write(`${CLEAR_LINE}${line(goesOn, "… ", details, stream.columns || 80)}`);
    else stream.write(`${line(goesOn, "… ", details)}\n`);
    spokeAt = now();
  }
  const timer = setInterval(draw, REDRAW_MILLISECONDS);
  timer.unref();

  return {
    begin: (title) => stream.write(`${title}\n\n`),
    show(view, notes) {
      shown = { view, notes };
      finishUntil(view.rows.length - (view.status === "RUNNING" ? 1 : 0));
      draw();
    },
    end() {
      clearInterval(timer);
      // A Task that is still running when the watch ends has neither mark.
      const row = shown?.view.rows[finished];
      if (stream.isTTY && row !== undefined)
        stream.write(`${CLEAR_LINE}${line({ ...row, until: null }, "… ", [row.counts, row.note])}\n`);
    },
  };
}

/**
 * The Tasks that an execution of this definition goes through, in order, as far as its history tells: until a Choice is
 * made, the way of its Default.
 */
export const taskNumbers =
  (definition: object, { turnsOf = () => ({}) }: Pick<PipelineExecutions, "turnsOf">) =>
  ({ run, rows }: ExecutionView): readonly string[] =>
    taskPath(definition, turnsOf({ engine: run?.engine ?? null, states: rows.map(({ state }) => state) }));
