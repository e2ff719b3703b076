import { join } from "node:path";
import { postgresDatabase } from "../../functions/adapters/database/postgres.ts";
import { startPostgres } from "../../local/postgres/server.ts";
import { readRunState } from "./run-state.ts";

/** What readRunState finds in a home, of which the server may run or not. */
export async function readHomeState(home: string): Promise<Record<string, unknown>> {
  const server = await startPostgres(home);
  const database = postgresDatabase(server.connection);
  const state = await readRunState(database, join(home, "store"));
  await database.close();
  await server.stop();
  return state;
}
