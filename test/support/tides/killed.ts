import { postgresDatabase } from "../../../functions/adapters/database/postgres.ts";
import type { KilledRun, OpenRun } from "../kill/killed-run.ts";
import { readTables } from "../neighbourhood/rows.ts";
import { tidesMigrations, tidesRun } from "./local.ts";

export const open: OpenRun = async ({ runId = "", migrations = "" }) => ({
  run: tidesRun({ runId }),
  options: { migrations },
});

/** The pipeline's row of the table of kills. */
export const KILLED_TIDES: KilledRun = {
  name: "a run of the tides",
  module: import.meta.url,
  ends: "SUCCEEDED",
  setUp: async () => ({ orders: { runId: "20261116T060000Z", migrations: await tidesMigrations() } }),
  async readState({ connection }) {
    const database = postgresDatabase(connection);
    const tables = await readTables(database);
    const [run] = await database.query("select pipeline, run_id, status from citypulse.runs");
    const heights = await database.query("select * from tides.heights order by hour");
    await database.close();
    return { run, heights, lease: tables["citypulse.lease"] };
  },
  expected: { run: { pipeline: "tides", run_id: "20261116T060000Z", status: "succeeded" }, lease: [] },
  atLeast: 10,
};
