import { beforeEach, describe, expect, test } from "vitest";
import { migrate } from "../../../functions/adapters/database/migrate.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { record, talkOf } from "../../support/neighbourhood/records.ts";
import { newStore } from "../../support/neighbourhood/store.ts";

const newDatabase = testDatabases();
let place: TestDatabase;

beforeEach(async () => {
  place = await newDatabase();
});

/** Two posts at Bank and one at Angel about noodles, one about nothing in no place. */
const POSTS = [
  record(1, { station: "Bank", text: "I love noodles", createdAt: "2026-11-10T23:30:00.250+01:00" }),
  record(2, { station: "Bank", text: "Noodles are horrible" }),
  record(3, { station: "Angel", text: "Great noodles :)" }),
  record(4, { text: "It is what it is" }),
];

const loadPosts = async (more: readonly string[] = []) => {
  const pipeline = pipelineOf(await newStore(), place);
  return pipeline.go("2026-11-16", [[...POSTS, ...more]]);
};

/** The names and types that other people's dashboards read, in their order; more columns may follow. */
const ORIGINAL: Readonly<Record<string, readonly string[]>> = {
  "london_schema.sentiment": [
    "tweets character varying",
    "date timestamp without time zone",
    "station character varying(256)",
    "sentiment numeric",
  ],
  "london_schema.topics": ["date timestamp without time zone", "topics character varying"],
  "london_schema.data_lineage": [
    "batch_nr numeric",
    "job_nr numeric",
    "timestamp timestamp without time zone",
    "step_airflow character varying(256)",
    "source character varying(256)",
    "destination character varying(256)",
  ],
  "london_schema.vsentiment": ["subway_station character varying(256)", "price numeric", "sentiment numeric"],
  "london_schema.housing_prices": ["subway_station character varying(256)", "price numeric"],
  "schema_housing.zoopla": [
    "ad_id character varying",
    "link character varying",
    "price numeric",
    "bedrooms integer",
    "bathrooms integer",
    "living_rooms integer",
    "address character varying",
    "distance numeric",
    "subway_station character varying(256)",
  ],
};

test("the original's tables and views have its columns first, with their types", async () => {
  await migrate(place.connection);
  for (const [name, columns] of Object.entries(ORIGINAL)) {
    const found = await place.database.query<{ column: string }>(
      `select column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', '') as column
       from information_schema.columns where table_schema || '.' || table_name = $1 order by ordinal_position`,
      [name],
    );
    expect(found.map(({ column }) => column).slice(0, columns.length), name).toEqual(columns);
  }
});

test("a second migration changes nothing, and two at once do not disturb each other", async () => {
  await Promise.all([migrate(place.connection), migrate(place.connection)]);
  const before = await place.database.query("select * from public.migrations");
  await migrate(place.connection);
  expect(await place.database.query("select * from public.migrations")).toEqual(before);
});

describe("what a loaded run shows", () => {
  test("the posts with their dates in UTC and their scores, and the receipt of each", async () => {
    await loadPosts();
    const rows = await place.database.query("select * from london_schema.sentiment order by post_id");
    expect(rows).toMatchObject([
      {
        tweets: "I love noodles",
        date: new Date("2026-11-10T22:30:00.250Z"),
        station: "Bank",
        sentiment: "0.6369",
        post_id: "1",
        run_id: "2026-11-16",
        code_version: "1.0.0",
        raw_key: "raw/run=2026-11-16/station=replay/00000.jsonl.gz",
        source_file: "posts.jsonl",
        source_line: 1,
      },
      { station: "Bank", sentiment: "-0.5423", source_line: 2 },
      { station: "Angel", source_line: 3 },
      { station: null, sentiment: "0.0000", source_line: 4 },
    ]);
  });

  test("the web site's two queries, as they were written", async () => {
    await loadPosts();
    await place.database.query(
      "insert into schema_housing.listings (subway_station, price) values ('Bank', 500000), ('Bank', 500001.01), ('Angel', null), ('Oval', 7)",
    );
    expect(await place.database.query("SELECT * FROM london_schema.vsentiment")).toEqual([
      { subway_station: "Bank", price: "500000.51", sentiment: "0.05" },
    ]);
    expect(await place.database.query("SELECT * FROM london_schema.topics")).toMatchObject([
      { date: new Date("2026-11-16T00:00:00Z"), topics: "noodles", posts: "3", run_id: "2026-11-16" },
    ]);
    expect(await place.database.query("SELECT * FROM london_schema.vSentiment")).toHaveLength(1);
  });

  test("the topics of each station, and beside them the commonest words of each and of the city", async () => {
    await loadPosts([
      ...talkOf("Ramen", "Bank", 10),
      ...talkOf("Rain", "Angel", 100),
      ...talkOf("Rain", "Brixton", 200),
    ]);
    const bank = "select * from london_schema.station_topics where station = 'Bank' and rank = 1";
    expect(await place.database.query(bank)).toMatchObject([
      { station: "Bank", topics: "ramen", rank: 1, posts: "35", authors: null, example_post_id: "10" },
    ]);
    const commonest = "select station, topics, posts from london_schema.commonest_words where rank = 1";
    expect(await place.database.query(commonest)).toEqual([
      { station: null, topics: "rain", posts: "70" },
      { station: "Angel", topics: "rain", posts: "35" },
      { station: "Bank", topics: "ramen", posts: "35" },
      { station: "Brixton", topics: "rain", posts: "35" },
    ]);
  });

  test("three rows of lineage under the names of the original's tasks", async () => {
    await loadPosts();
    const raw = "raw/run=2026-11-16/";
    const results = "analysis/run=2026-11-16/posts/, analysis/run=2026-11-16/topics/";
    const timestamp = new Date("2026-11-16T00:00:00Z");
    const shared = { batch_nr: "20261116", timestamp, run_id: "2026-11-16", code_version: "1.0.0" };
    expect(await place.database.query("select * from london_schema.data_lineage")).toEqual(
      [
        ["get_twitter_data", "External: Twitter API", raw],
        ["all_spark_jobs", raw, results],
        ["save_result_to_postgres_db", results, "london_schema.sentiment, london_schema.topics"],
      ].map(([step_airflow, source, destination], index) => ({
        ...shared,
        job_nr: String(index + 1),
        step_airflow,
        source,
        destination,
        posts_from: "posts.jsonl",
        engine: "lambda",
      })),
    );
  });

  test("lineage that no length of a run's id cuts short", async () => {
    const runId = "r".repeat(64);
    const pipeline = pipelineOf(await newStore(), place);
    await pipeline.go(runId, [POSTS]);
    const rows = await place.database.query<{ destination: string }>(
      "select destination from london_schema.data_lineage where job_nr = 2",
    );
    expect(rows).toEqual([{ destination: `analysis/run=${runId}/posts/, analysis/run=${runId}/topics/` }]);
  });
});

test("counts that do not add up cannot be stored of a run", async () => {
  await migrate(place.connection);
  const insert = (read: number, unplaced: number) =>
    place.database.query(
      `insert into citypulse.neighbourhood_runs (run_id, posts_read, accepted, duplicates, unplaced, rejected)
       values ('r', $1, 3, 1, $2, 1)`,
      [read, unplaced],
    );
  await place.database.query(
    `insert into citypulse.runs (pipeline, run_id, scheduled_time, batch_nr, status, execution, code_version, started_at)
     values ('neighbourhood', 'r', now(), 1, 'succeeded', 'e', '1', now())`,
  );
  await expect(insert(6, 1)).rejects.toMatchObject({ code: "23514" });
  await expect(insert(5, 4)).rejects.toMatchObject({ code: "23514" });
  await insert(5, 3);
});
