import { z } from "zod";
import { errorCode } from "../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { HomeOption, JsonOption, parseOptions } from "../terminal/options.ts";
import { formatTable } from "../terminal/table.ts";
import { type Answer, ask } from "./sql.ts";

const Options = z.object({ home: HomeOption, json: JsonOption });

/** Lists a home's runs, the newest first. */
export async function runs(options: unknown): Promise<void> {
  const { home, json } = parseOptions(Options, options);
  const { fields, rows } = await readRuns(home);
  const columns = fields.filter((field) => field !== "error");
  process.stdout.write(
    json
      ? `${JSON.stringify(rows)}\n`
      : rows.length === 0
        ? "There are no runs yet.\n"
        : formatTable(
            columns,
            rows.map((row) => columns.map((column) => row[column])),
          ),
  );
}

const NO_RUNS: Answer = { fields: [], rows: [] };
const UNDEFINED_TABLE = "42P01";

/** Always with milliseconds, which PostgreSQL's own text leaves out where they are zero. */
const isoTime = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const readRuns = (home: string): Promise<Answer> =>
  ask(
    home,
    `select pipeline, run_id as "runId", status, engine, posts_read as read, accepted, duplicates, unplaced, rejected,
            ${isoTime("started_at")} as "startedAt", ${isoTime("ended_at")} as "endedAt",
            case when error_name is not null
                 then jsonb_build_object('name', error_name, 'message', error_message) end as error
     from citypulse.runs left join citypulse.neighbourhood_runs using (pipeline, run_id)
     order by scheduled_time desc, run_id desc`,
  ).catch((error: unknown) => {
    // A first run that ended before its first state leaves a database without tables.
    if (error instanceof InvalidInput && errorCode(error.cause) === UNDEFINED_TABLE) return NO_RUNS;
    throw error;
  });
