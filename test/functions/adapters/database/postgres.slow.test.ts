import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { postgresDatabase } from "../../../../functions/adapters/database/postgres.ts";
import { DatabaseUnavailable } from "../../../../functions/errors.ts";
import type { CopyValue, Queries } from "../../../../functions/ports.ts";
import { testDatabases } from "../../../support/database.ts";

const fresh = testDatabases();

const TABLE = "CREATE TABLE t (id bigint PRIMARY KEY, body text)";
const count = async (queries: Queries): Promise<string | undefined> =>
  (await queries.query<{ n: string }>("SELECT count(*) AS n FROM t"))[0]?.n;

/** Ends every other session of the database, as an administrator or a restart does. */
async function cutConnections(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await client.end();
}

describe("query", () => {
  test("bigint and numeric arrive as text, and a session is in UTC under our name", async () => {
    const { database } = await fresh();
    const [row] = await database.query(
      "SELECT 9007199254740993 AS big, 0.1::numeric AS exact, current_setting('TimeZone') AS zone, current_setting('application_name') AS name",
    );
    expect(row).toEqual({ big: "9007199254740993", exact: "0.1", zone: "UTC", name: "citypulse" });
  });

  test("a name of the caller's own stands in application_name", async () => {
    const { connection } = await fresh();
    const database = postgresDatabase({ ...connection, application_name: "citypulse load-results" });
    const rows = await database.query("SELECT current_setting('application_name') AS name");
    await database.close();
    expect(rows).toEqual([{ name: "citypulse load-results" }]);
  });

  test("a time goes in and out as the same instant, with and without a zone, wherever the process is", async () => {
    const { database } = await fresh();
    const time = new Date("2026-07-01T12:30:00.123Z");
    const zone = process.env.TZ;
    process.env.TZ = "America/New_York";
    try {
      const rows = await database.query("SELECT $1::timestamp AS bare, $1::timestamptz AS zoned", [time]);
      expect(rows).toEqual([{ bare: time, zoned: time }]);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });

  test("two statements in one text are refused", async () => {
    const { database } = await fresh();
    await expect(database.query("SELECT 1; SELECT 2")).rejects.toMatchObject({ code: "42601" });
  });

  test("an error of the statement passes as it is", async () => {
    const { database } = await fresh();
    await expect(database.query("SELECT * FROM nowhere")).rejects.toBeInstanceOf(pg.DatabaseError);
  });

  test("a server that is not there is DatabaseUnavailable, with the cause and without the password", async () => {
    const { connection } = await fresh();
    const database = postgresDatabase({ ...connection, port: 1 });
    const error: unknown = await database.query("SELECT 1").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ cause: { code: "ECONNREFUSED" } });
    expect(String(error)).toContain("127.0.0.1:1");
    expect(String(error)).not.toContain(connection.password);
  });

  test("a connection that breaks while it is idle is replaced", async () => {
    const { database, connection } = await fresh();
    await database.query("SELECT 1");
    await cutConnections(connection);
    await expect
      .poll(() => database.query("SELECT 2 AS two").catch(() => []), { timeout: 20_000 })
      .toEqual([{ two: 2 }]);
  });
});

describe("transaction", () => {
  test("keeps all of the work, or nothing where it throws, and passes the error on", async () => {
    const { database } = await fresh();
    await database.query(TABLE);
    await database.transaction((transaction) => transaction.query("INSERT INTO t VALUES (1, 'a')"));
    const reason = new Error("reason");
    const failing = database.transaction(async (transaction) => {
      await transaction.query("INSERT INTO t VALUES (2, 'b')");
      throw reason;
    });
    await expect(failing).rejects.toBe(reason);
    expect(await count(database)).toBe("1");
  });

  test("an error of the caller's that looks like a lost connection is not taken for one", async () => {
    const { database } = await fresh();
    const reason = Object.assign(new Error("the object store hung up"), { code: "ECONNRESET" });
    await expect(database.transaction(() => Promise.reject(reason))).rejects.toBe(reason);
  });

  test("a commit that PostgreSQL turns into a rollback throws", async () => {
    const { database } = await fresh();
    await database.query(TABLE);
    const swallowing = database.transaction(async (transaction) => {
      await transaction.query("INSERT INTO t VALUES (1, 'a')");
      await transaction.query("SELECT * FROM nowhere").catch(() => {});
    });
    await expect(swallowing).rejects.toThrow("rolled back");
    expect(await count(database)).toBe("0");
  });

  test("a constraint that fails at commit throws", async () => {
    const { database } = await fresh();
    await database.query(TABLE);
    await database.query("CREATE TABLE u (id bigint REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
    const dangling = database.transaction((transaction) => transaction.query("INSERT INTO u VALUES (9)"));
    await expect(dangling).rejects.toMatchObject({ code: "23503" });
  });

  test("a connection lost between two statements is DatabaseUnavailable, and the next transaction works", async () => {
    const { database, connection } = await fresh();
    await database.query(TABLE);
    const cut = database.transaction(async (transaction) => {
      await transaction.query("INSERT INTO t VALUES (1, 'a')");
      await cutConnections(connection);
      await transaction.query("INSERT INTO t VALUES (2, 'b')");
    });
    await expect(cut).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await database.transaction(count)).toBe("0");
  });

  test("a connection lost before the commit is DatabaseUnavailable", async () => {
    const { database, connection } = await fresh();
    await expect(database.transaction(() => cutConnections(connection))).rejects.toBeInstanceOf(
      DatabaseUnavailable,
    );
  });

  test("a statement after its end is refused", async () => {
    const { database } = await fresh();
    const late = await database.transaction(async (transaction) => () => transaction.query("SELECT 1"));
    await expect(late()).rejects.toThrow("ended");
  });
});

describe("copy", () => {
  test("any text survives, with numbers, truth values, times and nulls beside it", async () => {
    const { database } = await fresh();
    await database.query(
      "CREATE TABLE c (n bigint, x float8, b boolean, at timestamp, zoned timestamptz, body text)",
    );
    const time = fc.date({ min: new Date(0), max: new Date("9999-01-01"), noInvalidDate: true });
    const body = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""));
    const hard = fc.constantFrom("\\N", "\\.", "\\", "", "\t", "\r\n", "\\n", "😀", "'\"");
    const row = fc.tuple(
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
      fc.double({ noNaN: true }).map((x) => x + 0),
      fc.boolean(),
      time,
      time,
      fc.option(fc.oneof(body, hard)),
    );
    const rows = fc.sample(row, { numRuns: 400, seed: 7 });
    const columns = ["n", "x", "b", "at", "zoned", "body"];
    expect(await database.transaction((transaction) => transaction.copy("c", columns, rows))).toBe(400);
    const stored = await database.query<Record<string, CopyValue>>("SELECT * FROM c ORDER BY ctid");
    expect(stored).toEqual(
      rows.map(([n, x, b, at, zoned, text]) => ({ n: String(n), x, b, at, zoned, body: text })),
    );
  });

  test("a table in a schema and names that need quotes are found", async () => {
    const { database } = await fresh();
    await database.query('CREATE SCHEMA "Odd"');
    await database.query('CREATE TABLE "Odd"."order" ("a""b" int)');
    const copied = database.transaction((transaction) => transaction.copy("Odd.order", ['a"b'], [[1], [2]]));
    expect(await copied).toBe(2);
  });

  test("while the server takes none, no more than a few chunks of rows are read", async () => {
    const { database } = await fresh();
    await database.query(TABLE);
    let read = 0;
    const rows = (function* () {
      for (; read < 50_000; read++) yield [read, "x".repeat(100)];
    })();
    const copied = await database.transaction(async (blocking) => {
      await blocking.query("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
      const copying = database.transaction((transaction) => transaction.copy("t", ["id", "body"], rows));
      await expect.poll(() => read, { timeout: 20_000 }).toBeGreaterThan(0);
      await sleep(100);
      expect(read).toBeLessThan(25_000);
      return { copying };
    });
    expect(await copied.copying).toBe(50_000);
  });

  test("no rows are copied as none", async () => {
    const { database } = await fresh();
    await database.query(TABLE);
    expect(await database.transaction((transaction) => transaction.copy("t", ["id"], []))).toBe(0);
  });

  test("rows that fail to come leave nothing, and the connection is usable", async () => {
    const { database, connection } = await fresh();
    const single = postgresDatabase({ ...connection, max: 1 });
    await single.query(TABLE);
    const reason = new Error("the file is broken");
    const rows = (function* () {
      for (let id = 0; id < 10_000; id++) yield [id, "x"];
      throw reason;
    })();
    const copying = single.transaction((transaction) => transaction.copy("t", ["id", "body"], rows));
    await expect(copying).rejects.toBe(reason);
    expect(await single.transaction(count)).toBe("0");
    await single.close();
    expect(await count(database)).toBe("0");
  });

  test("a row that the table refuses is the statement's error, and the connection is usable", async () => {
    const { database } = await fresh();
    await database.query(TABLE);
    const rows = Array.from({ length: 20_000 }, (_, index) => [index % 15_000, "x"]);
    const copying = database.transaction((transaction) => transaction.copy("t", ["id", "body"], rows));
    await expect(copying).rejects.toMatchObject({ code: "23505" });
    expect(await database.transaction(count)).toBe("0");
  });

  test("a table that is not there is the statement's error", async () => {
    const { database } = await fresh();
    const copying = database.transaction((transaction) => transaction.copy("nowhere", ["id"], [[1]]));
    await expect(copying).rejects.toMatchObject({ code: "42P01" });
    expect(await database.query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a connection lost in the middle is DatabaseUnavailable", async () => {
    const { database, connection } = await fresh();
    await database.query(TABLE);
    let cutting: Promise<void> | undefined;
    const endless = (function* () {
      for (let id = 0; ; id++) {
        if (id === 50_000) cutting = cutConnections(connection);
        yield [id, "x".repeat(200)];
      }
    })();
    const copying = database.transaction((transaction) => transaction.copy("t", ["id", "body"], endless));
    await expect(copying).rejects.toBeInstanceOf(DatabaseUnavailable);
    await cutting;
    expect(await count(database)).toBe("0");
  });
});
