import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeSales } from "../../../bench/housing/generated-sales.ts";
import { givenFiles } from "../../../functions/adapters/housing/given-files.ts";
import { housingPublishedKey } from "../../../functions/housing/keys.ts";
import type { PublishedPrices } from "../../../functions/housing/publish.ts";
import { readTables } from "../../../functions/housing/tables.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../../local/bundled.ts";
import { housingRun } from "../../../local/housing/pipeline.ts";
import type { HousingReport } from "../../../local/housing/report.ts";
import { runPipeline } from "../../../local/run-pipeline.ts";
import { type TestDatabase, testDatabases } from "../../support/database.ts";
import { IS_DEEP, SEED } from "../../support/depth.ts";
import { storedInput } from "../../support/housing/input-files.ts";
import { LONDON, type RealPostcodes, realPostcodes } from "../../support/housing/real-postcodes.ts";

// Invented sales at true postcodes, through the whole pipeline; and beside it plain SQL over the same raw files.

const ROWS = IS_DEEP ? 1_000_000 : 60_000;
/** How many postcodes the sales have: a few, so that the query that compares is quick. */
const POSTCODES = IS_DEEP ? 20_000 : 4_000;
const MINUTES = 60_000;

const newDatabase = testDatabases();
let folder: string;
let real: RealPostcodes;
let place: TestDatabase;
let report: HousingReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-independent-"));
  real = await realPostcodes(LONDON, 4);
  const onspd = Buffer.from(await real.onspd());
  await writeFile(join(folder, "ONSPD.zip"), onspd);
  const rows = await postcodesOf(onspd);
  // Half of them in the centre, so that stations have enough sales.
  const central = rows.filter(({ postcode }) => /^(EC|WC|W1|SW1|SE1|E1|N1|NW1)[A-Z ]/.test(postcode));
  const chosen = [...every(central, POSTCODES / 2), ...every(rows, POSTCODES / 2)];
  await writeFile(
    join(folder, "chosen.csv"),
    chosen.map(({ postcode, latitude, longitude }) => `${postcode},${latitude},${longitude}\n`).join(""),
  );
  const postcodes = [...new Set(chosen.map(({ postcode }) => postcode)), "ZZ99 9ZZ"];
  const complete = { rows: ROWS, seed: SEED, postcodes, from: "2023-01-01", to: "2026-10-31" };
  await writeSales(join(folder, "pp-complete.csv"), complete);
  await writeSales(join(folder, "pp-monthly.csv"), {
    ...{ rows: ROWS / 20, seed: SEED + 1, postcodes, from: "2024-01-01", to: "2026-11-30" },
    changes: { seed: SEED, rows: ROWS },
  });
}, 5 * MINUTES);

afterAll(async () => {
  await real?.remove();
  await rm(folder, { recursive: true, force: true });
});

test("medians, quartiles and counts are those of plain SQL over the raw files", {
  timeout: 10 * MINUTES,
}, async () => {
  place = await newDatabase();
  const files = (["pp-complete.csv", "pp-monthly.csv"] as const).map((name) => ({
    ...({ path: join(folder, name), kind: "sales", synthetic: false } as const),
  }));
  const ended = await runPipeline(
    housingRun({
      input: { runId: "20261205T070000Z" },
      source: await givenFiles([
        ...files,
        { path: join(folder, "ONSPD.zip"), kind: "postcodes", synthetic: false },
      ]),
      files: "generated files",
      windowMonths: 12,
      maxRejectedShare: 0,
    }),
    {
      home: join(folder, "home"),
      startDatabase: async () => ({ connection: place.connection, stop: async () => {} }),
      codeVersion: "test",
    },
  );
  expect(ended.outcome.status).toBe("SUCCEEDED");
  report = ended.report;
  const { sales, window } = report;
  expect(sales).toMatchObject({ read: ROWS + ROWS / 20, rejected: 0 });
  expect(window).toEqual({ from: "2025-12-01", to: "2026-11-30", provisionalFrom: "2026-10-01" });

  const client = new pg.Client(place.connection);
  await client.connect();
  try {
    await loadRawFiles(client);
    const expected = await client.query<Expected>(FIGURES, [window?.from, window?.to]);
    const shown = new Map(report.stations.map((station) => [station.station, station]));
    let compared = 0;
    for (const { station, n, median, q1, q3, mean, p10, flats } of expected.rows) {
      const own = shown.get(station);
      if (own?.months !== 12) continue;
      compared++;
      expect(own, station).toMatchObject({
        n: Number(n),
        q1,
        q3,
        mean,
        p10,
        byType: { flat: { n: Number(flats) } },
      });
      expect(own.median?.value, station).toBe(median);
    }
    expect(compared).toBeGreaterThan(50);
    const [counts] = (await client.query<Record<string, string>>(COUNTS)).rows;
    expect({ ...sales, excluded: undefined }).toMatchObject({
      kept: Number(counts?.kept),
      replaced: Number(counts?.replaced),
      deleted: Number(counts?.deleted),
    });
    expect(sales.excluded).toMatchObject({
      category: Number(counts?.category),
      type: Number(counts?.type),
      noPostcode: Number(counts?.no_postcode),
    });
  } finally {
    await client.end();
  }
  const published: PublishedPrices[] = JSON.parse(
    await readFile(join(folder, "home/store", housingPublishedKey("20261205T070000Z", "stations")), "utf8"),
  );
  expect(JSON.stringify(published)).not.toMatch(/STREET|ROAD|FLAT \d/);
});

interface Postcode {
  readonly postcode: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** The postcodes of the directory that have a location, read by a plain reader. */
async function postcodesOf(zip: Uint8Array): Promise<Postcode[]> {
  const { store, file } = storedInput("ONSPD.zip", zip);
  for await (const { name, bytes } of readTables(store, file)) {
    if (!/ONSPD_.*UK\.csv$/.test(name)) continue;
    const chunks: Uint8Array[] = [];
    for await (const chunk of bytes()) chunks.push(chunk);
    const [header = "", ...rows] = Buffer.concat(chunks).toString("latin1").split(/\r?\n/);
    const fields = (row: string): string[] => row.split(",").map((field) => field.replaceAll('"', ""));
    const names = fields(header);
    const [pcds, lat, long] = ["pcds", "lat", "long"].map((column) => names.indexOf(column));
    return rows
      .map((row) => fields(row))
      .map((row) => ({
        postcode: row[pcds ?? 0] ?? "",
        latitude: Number(row[lat ?? 0]),
        longitude: Number(row[long ?? 0]),
      }))
      .filter(({ postcode, latitude }) => postcode !== "" && latitude < 90);
  }
  throw new Error("The directory has no CSV of all postcodes.");
}

/** So many of the items, evenly spread. */
const every = <Item>(items: readonly Item[], count: number): Item[] =>
  items.filter((_, index) => index % Math.max(1, Math.floor(items.length / count)) === 0);

/** PostgreSQL's own COPY of the raw files, as text of sixteen columns. */
async function loadRawFiles(client: pg.Client): Promise<void> {
  const columns =
    "id,price,date,postcode,type,new,tenure,paon,saon,street,locality,town,district,county,category,status";
  for (const [table, name] of [
    ["complete", "pp-complete.csv"],
    ["monthly", "pp-monthly.csv"],
  ] as const) {
    await client.query(`create temp table ${table} (${columns.replaceAll(",", " text,")} text)`);
    const copy = copyFrom(`copy ${table} from stdin (format csv, encoding 'LATIN1')`);
    await pipeline(createReadStream(join(folder, name)), client.query(copy));
  }
  await client.query("create temp table postcodes (postcode text, latitude float8, longitude float8)");
  await pipeline(
    createReadStream(join(folder, "chosen.csv")),
    client.query(copyFrom("copy postcodes from stdin (format csv)")),
  );
  const stations = parseStations(await readFile(BUNDLED_STATIONS), "stations.csv");
  await client.query(
    `create temp table stations as select * from unnest($1::text[], $2::float8[], $3::float8[]) as s(station, latitude, longitude)`,
    [
      stations.map(({ name }) => name),
      stations.map(({ latitude }) => latitude),
      stations.map(({ longitude }) => longitude),
    ],
  );
  await client.query(CIRCLES);
  await client.query("analyze complete, monthly, circles");
}

/** Which stations are within 1 km of which postcode: the haversine formula, with the earth's mean radius. */
const CIRCLES = `
  create temp table circles as
  select distinct p.postcode, s.station
  from postcodes p join stations s
    on abs(p.latitude - s.latitude) < 0.01 and abs(p.longitude - s.longitude) < 0.02
  where 2 * 6371008.8 * asin(sqrt(
    sin(radians(s.latitude - p.latitude) / 2) ^ 2 +
    cos(radians(p.latitude)) * cos(radians(s.latitude)) * sin(radians(s.longitude - p.longitude) / 2) ^ 2)) <= 1000`;

/** The sales after the month's changes: what the month says of a sale replaces what was there. */
const AFTER = `
  select * from complete where id not in (select id from monthly)
  union all
  select * from monthly where status <> 'D'`;

interface Expected {
  readonly station: string;
  readonly n: string;
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  readonly mean: number;
  readonly p10: number;
  readonly flats: string;
}

const pounds = (expression: string): string => `round((${expression})::numeric)::integer`;
const quantile = (share: number): string =>
  pounds(`percentile_cont(${share}) within group (order by price::numeric)`);

const FIGURES = `
  select station, count(*) as n, ${quantile(0.5)} as median, ${quantile(0.25)} as q1, ${quantile(0.75)} as q3,
         ${pounds("avg(price::numeric)")} as mean, ${quantile(0.1)} as p10, count(*) filter (where type = 'F') as flats
  from (${AFTER}) sale join circles using (postcode)
  where category = 'A' and type <> 'O' and substr(date, 1, 10) between $1 and $2
  group by station having count(*) >= 30`;

/** By row, whatever the other file says. */
const COUNTS = `
  select count(*) filter (where placed and status = 'A') as kept,
         count(*) filter (where placed and status = 'C') as replaced,
         count(*) filter (where status = 'D') as deleted,
         count(*) filter (where status <> 'D' and category = 'B') as category,
         count(*) filter (where status <> 'D' and category = 'A' and type = 'O') as type,
         count(*) filter (where status <> 'D' and category = 'A' and type <> 'O' and postcode = '') as no_postcode
  from (
    select *, category = 'A' and type <> 'O' and postcode in (select postcode from circles) as placed
    from (select * from complete union all select * from monthly) sale
  ) judged`;
