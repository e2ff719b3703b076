import { neighbourhoodProgress } from "../neighbourhood/progress.ts";

/** A Task from its first entry to its last exit; its slices, and the waits between them, are one row. */
export interface StateRow {
  readonly state: string;
  /** Milliseconds since 1970, as all times here. */
  readonly since: number;
  /** Null while it goes on. */
  readonly until: number | null;
  readonly outcome: "going on" | "done" | "failed";
  /** How often its service was called. */
  readonly calls: number;
  /** What came of it. */
  readonly counts: string;
  readonly note: string;
}

/** The rows with one more for `state`, or with the last one going on where that is the same state's next slice. */
export function beginRow(rows: readonly StateRow[], state: string, at: number): readonly StateRow[] {
  if (rows.at(-1)?.state === state)
    return changeLast(rows, () => ({ outcome: "going on", note: "", until: null }));
  const row = { state, since: at, until: null, outcome: "going on", calls: 0, counts: "", note: "" } as const;
  return [...rows, row];
}

/** The rows after `state` was left with the output `data`; another state than the last row's changes nothing. */
export function leaveRow(
  rows: readonly StateRow[],
  { state, data, at }: { readonly state: string; readonly data: unknown; readonly at: number },
): readonly StateRow[] {
  if (rows.at(-1)?.state !== state) return rows;
  return changeLast(rows, ({ outcome, counts }) => ({
    until: at,
    outcome: outcome === "failed" ? outcome : "done",
    counts: neighbourhoodProgress.countsOf(state, data) || counts,
  }));
}

/** The rows with the last one changed. */
export function changeLast(
  rows: readonly StateRow[],
  change: (row: StateRow) => Partial<StateRow>,
): readonly StateRow[] {
  const last = rows.at(-1);
  return last === undefined ? rows : [...rows.slice(0, -1), { ...last, ...change(last) }];
}
