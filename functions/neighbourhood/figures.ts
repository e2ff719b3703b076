import { figure, NO_SUMS, type Sums } from "../../analysis/statistics/sums.ts";
import { AnalysisFailed } from "../errors.ts";
import type { Queries } from "../ports.ts";
import type { Counts } from "./analysis-manifest.ts";

/** The mean compound score and its 95 % interval, each from -1 to 1. */
export interface Sentiment {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface Topic {
  readonly term: string;
  readonly posts: number;
  readonly score: number;
  /** The id of one post that holds the term. */
  readonly example: string;
}

export interface StationFigures {
  readonly station: string;
  readonly n: number;
  /** Null below the minimum number of posts, or where there is nothing to estimate from. */
  readonly sentiment: Sentiment | null;
  readonly topics: readonly Topic[];
}

export interface RunFigures {
  readonly runId: string;
  readonly scheduledTime: string;
  readonly batchNr: number;
  readonly engine: string;
  readonly codeVersion: string;
  /** What the posts came from, in its owner's words. */
  readonly source: string;
  readonly posts: Counts;
  /** All accepted posts, those without a place too. */
  readonly city: Omit<StationFigures, "station">;
  readonly lineage: readonly LineageRow[];
}

export interface LineageRow {
  readonly batchNr: number;
  readonly jobNr: number;
  readonly timestamp: string;
  readonly stepAirflow: string;
  readonly source: string;
  readonly destination: string;
}

/** Everything that a visible run shows, derived from the integers in the database. */
export async function readFigures(
  database: Queries,
  runId: string,
  minimumPosts: number,
): Promise<{ run: RunFigures; stations: ReadonlyMap<string, StationFigures> }> {
  const sums = await readSums(database, runId);
  const topics = await readTopics(database, runId);
  const figuresOf = (station: string | null) => {
    const stationSums = sums.get(station) ?? NO_SUMS;
    const sentiment = figure(stationSums, minimumPosts);
    // Below the minimum a station shows its n and nothing else, so no terms either.
    return { n: stationSums.n, sentiment, topics: sentiment === null ? [] : (topics.get(station) ?? []) };
  };
  const stations = new Map<string, StationFigures>();
  for (const station of sums.keys())
    if (station !== null) stations.set(station, { station, ...figuresOf(station) });
  return {
    run: {
      ...(await readRun(database, runId)),
      city: figuresOf(null),
      lineage: await readLineage(database, runId),
    },
    stations,
  };
}

async function readRun(database: Queries, runId: string): Promise<Omit<RunFigures, "city" | "lineage">> {
  const [row] = await database.query<
    Record<keyof Counts, string> & Omit<RunFigures, "posts" | "scheduledTime"> & { scheduledTime: Date }
  >(
    `select run_id as "runId", scheduled_time as "scheduledTime", batch_nr as "batchNr", engine,
            code_version as "codeVersion", source,
            posts_read as read, accepted, duplicates, unplaced, rejected
     from citypulse.runs where run_id = $1 and load_id is not null`,
    [runId],
  );
  if (row === undefined)
    throw new AnalysisFailed(`Run ${runId} is not loaded, so there is nothing to publish.`);
  const { read, accepted, duplicates, unplaced, rejected, scheduledTime, ...rest } = row;
  return {
    ...rest,
    scheduledTime: scheduledTime.toISOString(),
    posts: {
      read: Number(read),
      accepted: Number(accepted),
      duplicates: Number(duplicates),
      unplaced: Number(unplaced),
      rejected: Number(rejected),
    },
  };
}

async function readSums(database: Queries, runId: string): Promise<Map<string | null, Sums>> {
  const rows = await database.query<{ station: string | null; n: string; compound: string; squares: string }>(
    `select s.station, s.n, s.compound, s.squares
     from citypulse.station_sums s join citypulse.runs r using (load_id)
     where r.run_id = $1 order by s.station`,
    [runId],
  );
  return new Map(
    rows.map((row) => [
      row.station,
      { n: Number(row.n), sum: Number(row.compound), squares: BigInt(row.squares) },
    ]),
  );
}

async function readTopics(database: Queries, runId: string): Promise<Map<string | null, Topic[]>> {
  const rows = await database.query<{ station: string | null } & Record<keyof Topic, string>>(
    `select t.station, t.term, t.posts, t.score, t.example_post_id as example
     from citypulse.topics t join citypulse.runs r using (load_id)
     where r.run_id = $1 order by t.station, t.rank`,
    [runId],
  );
  const topics = new Map<string | null, Topic[]>();
  for (const { station, term, posts, score, example } of rows) {
    const list = topics.get(station) ?? [];
    list.push({ term, posts: Number(posts), score: Number(score), example });
    topics.set(station, list);
  }
  return topics;
}

async function readLineage(database: Queries, runId: string): Promise<LineageRow[]> {
  return database.query<LineageRow>(
    `select batch_nr::integer as "batchNr", job_nr::integer as "jobNr",
            to_char(timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as timestamp,
            step_airflow as "stepAirflow", source, destination
     from london_schema.data_lineage where run_id = $1 order by job_nr`,
    [runId],
  );
}
