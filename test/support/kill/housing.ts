import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import { givenFiles } from "../../../functions/adapters/housing/given-files.ts";
import type { Queries } from "../../../functions/ports.ts";
import { housingRun } from "../../../local/housing/pipeline.ts";
import { SMALL_LISTINGS, SMALL_POSTCODES, smallChanges, smallSales } from "../housing/small-files.ts";
import { readRunState } from "../run-state.ts";
import { SMALL_STATIONS } from "../small-posts.ts";
import type { KilledRun, OpenRun } from "./killed-run.ts";

const RUN = "20270101T070000Z";

export const open: OpenRun = async ({ folder = "", maxRejected = "0.05" }) => ({
  run: housingRun({
    input: { runId: RUN },
    source: await givenFiles([
      { path: join(folder, "pp-complete.csv"), kind: "sales", synthetic: false },
      { path: join(folder, "pp-monthly.csv"), kind: "sales", synthetic: false },
      { path: join(folder, "postcodes.csv"), kind: "postcodes", synthetic: false },
      { path: join(folder, "listings.csv"), kind: "listings", synthetic: false },
    ]),
    files: "small files",
    windowMonths: 12,
    maxRejectedShare: Number(maxRejected),
  }),
});

/** @param maxRejected the share of rejected rows that the run bears: with 0.001 it fails. */
const killed = (
  ends: KilledRun["ends"],
  maxRejected: string,
  more: Pick<KilledRun, "atLeast" | "isTried" | "expected">,
): KilledRun => ({
  name: `a run of housing that has ${ends.toLowerCase()}`,
  module: import.meta.url,
  ends,
  async setUp({ home }, folder) {
    await writeFile(join(folder, "pp-complete.csv"), smallSales());
    await writeFile(join(folder, "pp-monthly.csv"), smallChanges());
    await writeFile(join(folder, "postcodes.csv"), SMALL_POSTCODES);
    await writeFile(join(folder, "listings.csv"), SMALL_LISTINGS);
    await mkdir(join(home, "store/input"), { recursive: true });
    await writeFile(join(home, "store/input/subway_station_information.csv"), SMALL_STATIONS);
    return { orders: { folder, maxRejected } };
  },
  async readState({ home, connection }) {
    const database = postgresDatabase(connection);
    const { objects, tables } = await readRunState(database, join(home, "store"));
    const rows = { tables, housing: await readHousing(database) };
    await database.close();
    return { objects, ...rows };
  },
  ...more,
});

/** Every row of the pipeline's own tables and views, without the numbers that a sequence gave. */
const TABLES = [
  "select * from citypulse.housing_runs order by run_id",
  "select to_jsonb(f) - 'file_id' as row from schema_housing.sales_files f order by name",
  "select run_id, edition from schema_housing.run_files order by run_id, edition",
  "select to_jsonb(v) - 'file_id' as row from schema_housing.sale_versions v order by sale_id, line, status",
  "select * from schema_housing.listings order by ad_id",
  "select * from schema_housing.station_prices order by run_id, station nulls first, segment",
  "select * from schema_housing.zoopla order by subway_station, ad_id",
  "select * from london_schema.housing_prices order by subway_station, price",
];

async function readHousing(database: Queries): Promise<string[]> {
  const rows: string[] = [];
  for (const statement of TABLES)
    rows.push(...(await database.query(statement)).map((row) => JSON.stringify(row)));
  return rows;
}

const isFailing = (_: string, index: number, moments: readonly string[]): boolean =>
  index >= moments.findIndex((moment) => /^RecordFailure entered$/.test(moment));

export const HOUSING: readonly KilledRun[] = [
  killed("SUCCEEDED", "0.05", { atLeast: 40 }),
  killed("FAILED", "0.001", { atLeast: 4, isTried: isFailing }),
];
