import { fileURLToPath } from "node:url";
import { runner } from "node-pg-migrate";
import type { ClientConfig } from "pg";

const MIGRATIONS = fileURLToPath(new URL("../neighbourhood/migrations", import.meta.url));

/**
 * Brings the schema up to date, all of it or nothing; two who do so at once wait for each other. `folder`
 * holds the SQL files, in a bundle beside the code.
 */
export async function migrate(connection: ClientConfig, folder: string = MIGRATIONS): Promise<void> {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  await runner({
    databaseUrl: connection,
    dir: folder,
    direction: "up",
    migrationsSchema: "public",
    migrationsTable: "migrations",
    advisoryLockMode: "wait",
    logger: silent,
  });
}
