import { elapsed } from "../terminal/format.ts";
import { formatTable } from "../terminal/table.ts";

/** A row of `citypulse runs --json`, of a home or of a stack, as far as the table shows it. */
type RunRow = Readonly<Record<string, unknown>>;

const COLUMNS = [
  ...["pipeline", "runId", "status", "engine"],
  ...["read", "accepted", "duplicates", "unplaced", "rejected"],
  ...["started (UTC)", "took", "name"],
];

/** The runs as a table for people: whole seconds, how long each run took, and no column that is empty in every row. */
export function formatRuns(runs: readonly RunRow[]): string {
  if (runs.length === 0) return "There are no runs yet.\n";
  const rows = runs.map((run): RunRow => ({ ...run, ...timesOf(run) }));
  const columns = COLUMNS.filter((column) => rows.some((row) => (row[column] ?? null) !== null));
  return formatTable(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

function timesOf({ startedAt, endedAt }: RunRow): RunRow {
  if (typeof startedAt !== "string") return {};
  const started = startedAt.slice(0, 19).replace("T", " ");
  const took = typeof endedAt === "string" ? elapsed(Date.parse(endedAt) - Date.parse(startedAt)) : null;
  return { "started (UTC)": started, took };
}
