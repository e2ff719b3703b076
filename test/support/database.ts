import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { postgresDatabase } from "../../functions/adapters/database/postgres.ts";
import type { Database } from "../../functions/ports.ts";
import { findPostmaster } from "../../local/postgres/postmaster-file.ts";
import { type RunningPostgres, startPostgres } from "../../local/postgres/server.ts";

export interface TestDatabase {
  /** What `postgresDatabase` and `pg.Client` take. */
  readonly connection: RunningPostgres["connection"];
  readonly database: Database;
}

/** What is lost where the machine crashes is of no use to a test. */
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

const HOME = "citypulse-database-";

/**
 * To be called at the top of a test file, for which it keeps one server. Each call of the result makes a new
 * database for the test that calls it, empty or a copy of the one that is named; its connections are closed when the
 * test ends.
 */
export function testDatabases(): (template?: string) => Promise<TestDatabase> {
  let home: string | undefined;
  let server: RunningPostgres | undefined;
  let made = 0;
  beforeAll(async () => {
    await removeOrphans();
    home = await mkdtemp(join(tmpdir(), `${HOME}${process.pid}-`));
    server = await startPostgres(home, { settings: SETTINGS });
  });
  afterAll(async () => {
    await server?.stop();
    if (home !== undefined) await rm(home, { recursive: true });
  });
  return async (template = "template1") => {
    if (server === undefined) throw new Error("The server starts before the first test.");
    made += 1;
    const name = `test_${made}`;
    const maker = postgresDatabase({ ...server.connection, max: 1 });
    await maker.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    await maker.close();
    const connection = { ...server.connection, database: name };
    const database = postgresDatabase(connection);
    onTestFinished(() => database.close());
    return { connection, database };
  };
}

/** A test run that was killed leaves its server behind. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(HOME) ? Number.parseInt(name.slice(HOME.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    const orphan = join(tmpdir(), name);
    const postmaster = await findPostmaster(join(orphan, "postgres/data"));
    if (postmaster !== undefined) process.kill(postmaster.pid, "SIGQUIT");
    await rm(orphan, { recursive: true, force: true, maxRetries: 5 });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
