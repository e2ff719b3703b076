import { type Figure, figuresOf, type StationFigure } from "../../analysis/statistics/figures.ts";
import { AnalysisFailed } from "../errors.ts";
import type { Queries } from "../ports.ts";
import type { Counts } from "./analysis-manifest.ts";
import { readSums } from "./station-sums.ts";

export interface Topic {
  readonly term: string;
  /** How many posts hold it, near-duplicates counted once. */
  readonly posts: number;
  /** How many people wrote them; null where no author is known. */
  readonly authors: number | null;
  /** How far the station stands out from the rest of the city, in standard errors; for the city, `posts`. */
  readonly score: number;
  /** The id of one post that holds the term. */
  readonly example: string;
}

/** `Sentiment` is a Figure of the city, a StationFigure of a station. */
interface Shown<Sentiment> {
  readonly n: number;
  /** Null below the minimum number of posts. */
  readonly sentiment: Sentiment | null;
  readonly topics: readonly Topic[];
}

export interface StationFigures extends Shown<StationFigure> {
  readonly station: string;
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
  readonly city: Shown<Figure>;
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
  minPosts: number,
): Promise<{ run: RunFigures; stations: ReadonlyMap<string, StationFigures> }> {
  const { city, stations } = await readSums(database, runId);
  const figures = figuresOf(city, stations, minPosts);
  const topics = await readTopics(database, runId);
  // Below the minimum a place shows its n and nothing else, so no terms either.
  const shown = <Sentiment>(n: number, sentiment: Sentiment | null, station: string | null) => ({
    n,
    sentiment,
    topics: sentiment === null ? [] : (topics.get(station) ?? []),
  });
  return {
    run: {
      ...(await readRun(database, runId)),
      city: shown(city.n, figures.city, null),
      lineage: await readLineage(database, runId),
    },
    stations: new Map(
      [...stations].map(([station, { n }]) => [
        station,
        { station, ...shown(n, figures.stations.get(station) ?? null, station) },
      ]),
    ),
  };
}

async function readRun(database: Queries, runId: string): Promise<Omit<RunFigures, "city" | "lineage">> {
  const [row] = await database.query<
    Record<keyof Counts, string> & Omit<RunFigures, "posts" | "scheduledTime"> & { scheduledTime: Date }
  >(
    `select run_id as "runId", scheduled_time as "scheduledTime", batch_nr as "batchNr", engine,
            code_version as "codeVersion", source,
            posts_read as read, accepted, duplicates, unplaced, rejected
     from citypulse.neighbourhood_runs join citypulse.runs using (pipeline, run_id)
     where run_id = $1 and load_id is not null`,
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

interface TopicInDatabase {
  readonly station: string | null;
  readonly term: string;
  readonly posts: string;
  readonly authors: string | null;
  readonly score: number;
  readonly example: string;
}

async function readTopics(database: Queries, runId: string): Promise<Map<string | null, Topic[]>> {
  const rows = await database.query<TopicInDatabase>(
    `select t.station, t.term, t.posts, t.authors, t.score, t.example_post_id as example
     from citypulse.topics t join citypulse.neighbourhood_runs r using (load_id)
     where r.run_id = $1 and t.method = 'distinctive' order by t.station, t.rank`,
    [runId],
  );
  const topics = new Map<string | null, Topic[]>();
  for (const { station, term, posts, authors, score, example } of rows) {
    const list = topics.get(station) ?? [];
    list.push({
      term,
      posts: Number(posts),
      authors: authors === null ? null : Number(authors),
      score: Number(score),
      example,
    });
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
