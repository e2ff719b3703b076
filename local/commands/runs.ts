import { z } from "zod";
import { errorCode } from "../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { HomeOption, JsonOption, parseOptions } from "../terminal/options.ts";
import { pipelineOption } from "./pipeline-option.ts";
import { formatRuns } from "./runs-table.ts";
import { type Answer, ask } from "./sql.ts";

const Options = z.object({ home: HomeOption, pipeline: pipelineOption.optional(), json: JsonOption });

/** Lists a home's runs, those of one pipeline or of all, the newest first. */
export async function runs(options: unknown): Promise<void> {
  const { home, pipeline, json } = parseOptions(Options, options);
  const { rows } = await readRuns(home, pipeline ?? null);
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : formatRuns(rows));
}

const NO_RUNS: Answer = { fields: [], rows: [] };
const UNDEFINED_TABLE = "42P01";

/** Always with milliseconds, which PostgreSQL's own text omits if they are zero. */
const isoTime = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** @param read the column that counts what was read. @param from what gives the columns of citypulse.runs and the counts. */
const listing = (pipeline: string, read: string, from: string): string =>
  `select ${pipeline} as pipeline, run_id as "runId", status, engine,
          ${read} as read, accepted, duplicates, unplaced, rejected,
          ${isoTime("started_at")} as "startedAt", ${isoTime("ended_at")} as "endedAt",
          case when error_name is not null
               then jsonb_build_object('name', error_name, 'message', error_message) end as error
   from ${from}
   where $1::text is null or ${pipeline} = $1
   order by scheduled_time desc, run_id desc`;

/** The newest schema first. The next run migrates an older one: to 006, where counts got a view, and to 005. */
const LISTINGS = [
  listing("pipeline", "read", "citypulse.runs left join citypulse.run_counts using (pipeline, run_id)"),
  listing(
    "pipeline",
    "posts_read",
    "citypulse.runs left join citypulse.neighbourhood_runs using (pipeline, run_id)",
  ),
  listing("'neighbourhood'::text", "posts_read", "citypulse.runs"),
];

/** A first run that ended before its first state leaves a database without tables. */
async function readRuns(home: string, pipeline: string | null): Promise<Answer> {
  for (const statement of LISTINGS) {
    const answer = await unlessUndefined(ask(home, statement, [pipeline]));
    if (answer !== null) return answer;
  }
  return NO_RUNS;
}

/** Null if the statement names a table that is not there. */
async function unlessUndefined(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof InvalidInput && errorCode(error.cause) === UNDEFINED_TABLE) return null;
    throw error;
  }
}
