import { describe, expect, test } from "vitest";
import { z } from "zod";
import { figuresOf } from "../../../analysis/statistics/figures.ts";
import { addSums, sumsOf } from "../../../analysis/statistics/sums.ts";
import { LATEST_KEY, publishedKey } from "../../../functions/neighbourhood/keys.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { sha256 } from "../../../functions/runs/manifest.ts";
import { freshPipeline } from "../../support/neighbourhood/fresh-pipeline.ts";
import { pipelineOf } from "../../support/neighbourhood/pipeline.ts";
import { record, records, STATIONS, talkOf } from "../../support/neighbourhood/records.ts";
import { readObject, readText } from "../../support/neighbourhood/store.ts";

const fresh = freshPipeline();

/** Ten posts each at Bank, at Angel and nowhere, and two at Brixton about noodles. */
const PAGES = [
  records(30, 30),
  [
    record(1, { station: "Brixton", text: "Noodles again" }),
    record(2, { station: "Brixton", text: "More noodles" }),
  ],
];

const Figure = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const Figures = z.object({
  n: z.number(),
  sentiment: Figure.nullable(),
  topics: z.array(
    z.object({
      term: z.string(),
      posts: z.number(),
      authors: z.number().nullable(),
      score: z.number(),
      example: z.string(),
    }),
  ),
});
const StationFigure = Figure.extend({ shrunken: z.number(), rank: z.number() });
const Stations = z.array(
  Figures.extend({ station: z.string(), zone: z.string(), sentiment: StationFigure.nullable() }).loose(),
);

const readStations = async (runId: string) =>
  Stations.parse(await readObject(fresh.store, publishedKey(runId, "stations")));

describe("what is published", () => {
  test("are the figures that the rows give", async () => {
    await fresh.pipeline.go("2026-11-16", PAGES);
    const rows = await fresh.place.database.query<{ station: string | null; compounds: number[] }>(
      "select station, array_agg((sentiment * 10000)::integer) as compounds from london_schema.sentiment group by 1",
    );
    const sums = new Map(rows.map(({ station, compounds }) => [station, sumsOf(compounds)]));
    const city = [...sums.values()].reduce(addSums);
    const stations = new Map(
      [...sums].flatMap(([name, own]) => (name === null ? [] : [[name, own] as const])),
    );
    const figures = figuresOf(city, stations, 3);
    const published = await readStations("2026-11-16");
    for (const name of ["Bank", "Angel"]) {
      const { low, high } = figures.stations.get(name) ?? { low: 0, high: 0 };
      expect(high - low).toBeGreaterThan(0.01);
      expect(published.find(({ station }) => station === name)).toMatchObject({
        n: 10,
        sentiment: figures.stations.get(name),
      });
    }
    expect(await readObject(fresh.store, publishedKey("2026-11-16", "run"))).toMatchObject({
      city: { n: 32, sentiment: figures.city },
    });
  });

  test("are the run's counts, its lineage and its receipt, and the city with its unplaced posts", async () => {
    await fresh.pipeline.go("2026-11-16", [...PAGES, ["{broken", record(1)]]);
    const run = await readObject(fresh.store, publishedKey("2026-11-16", "run"));
    expect(run).toMatchObject({
      runId: "2026-11-16",
      scheduledTime: "2026-11-16T00:00:00.000Z",
      batchNr: 20261116,
      engine: "lambda",
      codeVersion: "1.0.0",
      source: "posts.jsonl",
      posts: { read: 34, accepted: 32, duplicates: 1, unplaced: 10, rejected: 1 },
      city: { n: 32 },
      lineage: [
        {
          batchNr: 20261116,
          jobNr: 1,
          timestamp: "2026-11-16T00:00:00.000Z",
          stepAirflow: "get_twitter_data",
        },
        { jobNr: 2, stepAirflow: "all_spark_jobs" },
        { jobNr: 3, stepAirflow: "save_result_to_postgres_db" },
      ],
    });
  });

  test("are the topics in the order of their rank, as in the table", async () => {
    await fresh.pipeline.go("2026-11-16", [PAGES.flat().slice(0, 20), PAGES.flat().slice(20)]);
    const { city } = z
      .object({ city: Figures })
      .parse(await readObject(fresh.store, publishedKey("2026-11-16", "run")));
    expect(city.topics.length).toBe(5);
    expect(city.topics[0]?.score).toBeGreaterThan(city.topics[4]?.score ?? 0);
    const rows = await fresh.place.database.query<{ topics: string }>("select * from london_schema.topics");
    expect(city.topics.map(({ term }) => term)).toEqual(rows.map(({ topics }) => topics));
  });

  test("holds nothing but n of a station below the minimum, and the terms of one at it", async () => {
    const noodles = [...talkOf("Noodles", "Brixton", 60, 4), ...talkOf("Rain", "Angel", 100)];
    const run = await pipelineOf(fresh.store, fresh.place, { minPosts: 7 }).go("2026-11-16", [
      ...PAGES,
      noodles,
    ]);
    const brixton = async () =>
      (await readStations("2026-11-16")).find(({ station }) => station === "Brixton");
    expect(await brixton()).toEqual({
      station: "Brixton",
      zone: "2",
      latitude: 51.4627,
      longitude: -0.1145,
      n: 6,
      sentiment: null,
      topics: [],
    });
    await pipelineOf(fresh.store, fresh.place, { minPosts: 6 }).show(run);
    expect(await brixton()).toMatchObject({
      n: 6,
      sentiment: { mean: expect.any(Number) },
      // Two of the six posts differ in stop words only, so they are one text.
      topics: [{ term: "noodles", posts: 5, authors: null, example: "1" }, { term: "breakfast" }],
    });
  });

  test("lists every station of the file by name, those without a post too", async () => {
    await fresh.store.write(
      STATIONS_KEY,
      Buffer.from(`${STATIONS}51.5,0.1,Élan,3\n51.6,0.1,Zoo,4\n51.7,0.1,Abbey,5\n`),
    );
    await fresh.pipeline.go("2026-11-16", PAGES);
    const stations = await readStations("2026-11-16");
    expect(stations.map(({ station, n }) => [station, n])).toEqual([
      ["Abbey", 0],
      ["Angel", 10],
      ["Bank", 10],
      ["Brixton", 2],
      ["Zoo", 0],
      ["Élan", 0],
    ]);
    expect(stations[0]).toMatchObject({ sentiment: null, topics: [] });
  });

  test("is never the text of a post", async () => {
    const secret = "Meet me behind the old brewery at nine";
    await fresh.pipeline.go("2026-11-16", [
      [...talkOf(secret, "Bank", 1, 9), ...talkOf("Rain", "Angel", 100), ...talkOf("Snow", "Brixton", 200)],
      [`{"text":"${secret}"}`],
    ]);
    const keys = await fresh.store.list("published/");
    expect(keys).toHaveLength(4);
    for (const key of keys) {
      const text = await readText(fresh.store, key);
      expect(text, key).not.toMatch(/me behind|behind the|brewery at nine/i);
    }
    expect(await readText(fresh.store, publishedKey("2026-11-16", "stations"))).toContain("brewery");
  });

  test("is listed by latest.json with checksums that hold", async () => {
    await fresh.pipeline.go("2026-11-16", PAGES);
    const { files } = z
      .object({ files: z.array(z.object({ key: z.string(), rows: z.number(), sha256: z.string() })) })
      .parse(await readObject(fresh.store, LATEST_KEY));
    expect(files.map(({ key, rows }) => [key, rows])).toEqual([
      ["published/run=2026-11-16/run.json", 1],
      ["published/run=2026-11-16/stations.json", 3],
    ]);
    for (const file of files) expect(sha256((await fresh.store.read(file.key)) ?? "")).toBe(file.sha256);
    expect(await readText(fresh.store, publishedKey("2026-11-16", "manifest"))).toBe(
      await readText(fresh.store, LATEST_KEY),
    );
  });
});
