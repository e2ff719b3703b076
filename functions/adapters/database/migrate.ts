import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";
import pg from "pg";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * Brings the schema up to date, all of it or nothing; two who do so at once wait for each other. `folder`
 * holds the SQL files, in a bundle beside the code.
 */
export async function migrate(connection: pg.ClientConfig, folder: string = MIGRATIONS): Promise<void> {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const client = new pg.Client(connection);
  // A server that ends between two statements is reported by the next one; without a listener the process would end.
  client.on("error", () => {});
  await client.connect();
  try {
    await runner({
      dbClient: client,
      dir: folder,
      direction: "up",
      migrationsSchema: "public",
      migrationsTable: "migrations",
      advisoryLockMode: "wait",
      logger: silent,
    });
  } finally {
    await client.end();
  }
}
