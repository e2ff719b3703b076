import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Database, Queries, Transaction } from "../../ports.ts";
import { copyBinary } from "./copy-binary.ts";
import { withDatabaseName } from "./postgres-errors.ts";

/**
 * A pool of connections to PostgreSQL. Sessions run in UTC: a `timestamp` is read, and a Date written, as UTC.
 * `bigint` and `numeric` arrive as text, as the driver's defaults have it.
 *
 * @param settings as of `pg.Pool`; `max` is 4 and `application_name` is `citypulse` unless they are given.
 */
export function postgresDatabase(settings: pg.PoolConfig): Database & { close(): Promise<void> } {
  const pool = new pg.Pool({
    max: 4,
    application_name: "citypulse",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: utcTimestamps(),
    ...settings,
    options: [settings.options, "-c TimeZone=UTC"].filter(Boolean).join(" "),
  });
  // A connection that breaks while it is idle leaves the pool. Without a listener the process would end.
  pool.on("error", () => {});
  const name = `${settings.database ?? ""} at ${settings.host ?? "localhost"}:${settings.port ?? 5432}`;
  const reach: Reach = (answer) =>
    answer.catch((error: unknown) => {
      throw withDatabaseName(error, name);
    });

  return {
    query: (statement, values) => reach(rowsOf(pool.query(oneStatement(statement, values)))),
    transaction: (work) => inTransaction(pool, work, reach),
    close: () => pool.end(),
  };
}

/** Names the database where it does not answer; what `work` throws for reasons of its own passes as it is. */
type Reach = <Result>(answer: Promise<Result>) => Promise<Result>;

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<Result>,
  reach: Reach,
): Promise<Result> {
  const client = await reach(pool.connect());
  let unusable = false;
  const broken = () => {
    unusable = true;
  };
  // Between two statements nothing else hears of a lost connection; the next statement reports it.
  client.on("error", broken);
  const transaction = statementsOf(client, reach);
  try {
    await reach(client.query("BEGIN"));
    const result = await work(transaction).finally(transaction.end);
    const { command } = await reach(client.query("COMMIT"));
    // PostgreSQL answers so, and without an error, where a statement failed and `work` did not pass it on.
    if (command !== "COMMIT") throw new Error("The transaction was rolled back: a statement in it failed.");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(broken);
    throw error;
  } finally {
    client.off("error", broken);
    client.release(unusable);
  }
}

/** `end` keeps a statement that comes too late out of the next transaction on the same connection. */
function statementsOf(client: pg.PoolClient, reach: Reach): Transaction & { end(): void } {
  let ended = false;
  const open = (): pg.PoolClient => {
    if (ended) throw new Error("This transaction has ended.");
    return client;
  };
  return {
    end: () => {
      ended = true;
    },
    query: async (statement, values) => reach(rowsOf(open().query(oneStatement(statement, values)))),
    copy: async (table, columns, rows) => {
      const target = table.split(".").map(pg.escapeIdentifier).join(".");
      const list = columns.map(pg.escapeIdentifier).join(", ");
      const types = await reach(typesOf(open(), target, columns));
      const stream = open().query(copyFrom(`COPY ${target} (${list}) FROM STDIN (FORMAT binary)`));
      await reach(pipeline(Readable.from(copyBinary(types, rows)), stream));
      return stream.rowCount;
    },
  };
}

/** The types of a table's columns; the COPY itself says it where the table has no such column. */
async function typesOf(client: pg.PoolClient, table: string, columns: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT a.attname AS name, t.typname AS type FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::regclass`,
    [table],
  );
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  return columns.map((column) => types.get(column) ?? "text");
}

/** The extended protocol refuses a second statement in the same text, so that no text can end a transaction early. */
function oneStatement(text: string, values: Parameters<Queries["query"]>[1] = []) {
  // The driver would write a Date in the process's zone, and a `timestamp` column drops the offset.
  const inUtc = values.map((value) => (value instanceof Date ? value.toISOString() : value));
  return { text, values: inUtc, queryMode: "extended" };
}

async function rowsOf<Row>(answer: Promise<pg.QueryResult>): Promise<Row[]> {
  return (await answer).rows;
}

/** The driver reads a `timestamp`, which has no zone, in the zone of the process; ours are in UTC. */
function utcTimestamps() {
  const { TIMESTAMP, TIMESTAMPTZ } = pg.types.builtins;
  const withZone = pg.types.getTypeParser(TIMESTAMPTZ);
  const types = new pg.TypeOverrides();
  // `infinity` and years before Christ end in a letter.
  types.setTypeParser(TIMESTAMP, (text) => withZone(/\d$/.test(text) ? `${text}+00` : text));
  return types;
}
