import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readdir, readFile, stat } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/server.ts";
import { ask, serverOf, temporaryHomes } from "./homes.ts";

const homes = temporaryHomes();

test("a fresh home gets an empty database, in UTF-8, ordered by bytes, durable as by default", async () => {
  const server = await startPostgres(await homes.fresh());
  const form = `SELECT concat_ws(' ', current_database(), current_user, pg_encoding_to_char(encoding), datcollate,
    current_setting('fsync'), current_setting('synchronous_commit')) FROM pg_database WHERE datname = current_database()`;
  expect(await ask(server.connection, form)).toBe("citypulse citypulse UTF8 C on on");
  expect(await ask(server.connection, "SELECT 'Z' < 'a' AND '～' < '😀'")).toBe(true);
  await server.stop();
});

test("only who knows the password gets in, and only its owner may read it", async () => {
  const home = await homes.initialised();
  const server = await startPostgres(home);
  const file = join(home, "postgres/password");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readFile(file, "utf8")).trim()).toBe(server.connection.password);
  const wrong = { ...server.connection, password: "guess" };
  await expect(ask(wrong, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  await server.stop();
});

test("the password is in no log and on no command line", async () => {
  const home = await homes.fresh();
  const server = await startPostgres(home);
  const { stdout } = await promisify(execFile)("ps", ["-A", "-ww", "-o", "args="]);
  expect(stdout).toContain(home);
  expect(stdout).not.toContain(server.connection.password);
  expect(await readFile(join(home, "postgres/log"), "utf8")).not.toContain(server.connection.password);
  await server.stop();
});

test("the server listens on 127.0.0.1 and nowhere else", async () => {
  const server = await startPostgres(await homes.initialised());
  expect(await ask(server.connection, "SHOW listen_addresses")).toBe("127.0.0.1");
  expect(await ask(server.connection, "SHOW unix_socket_directories")).toBe("");
  const outer = Object.values(networkInterfaces())
    .flat()
    .filter((face) => face?.family === "IPv4" && !face.internal);
  for (const face of outer) {
    const socket = connect(server.connection.port, face?.address);
    await expect(once(socket, "connect")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  }
  await server.stop();
});

test("what was stored is there at the next start, and a stopped server is gone", async () => {
  const home = await homes.initialised();
  const first = await startPostgres(home);
  await ask(first.connection, "CREATE TABLE kept AS SELECT 42 AS answer");
  await first.stop();
  expect(await serverOf(home)).toBeUndefined();
  await expect(ask(first.connection, "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  const second = await startPostgres(home);
  expect(await ask(second.connection, "SELECT answer FROM kept")).toBe(42);
  await second.stop();
});

test("stopping twice is stopping once, and a transaction left open does not hinder it", async () => {
  const home = await homes.initialised();
  const server = await startPostgres(home);
  const hanging = ask(server.connection, "SELECT pg_sleep(60)").catch((error: unknown) => error);
  await expect
    .poll(
      () =>
        ask(
          server.connection,
          "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'",
        ),
      { timeout: 20_000 },
    )
    .toBe(1);
  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  expect(await hanging).toMatchObject({ code: "57P01" });
  expect(await serverOf(home)).toBeUndefined();
});

test("two homes run side by side", async () => {
  const [left, right] = await Promise.all([homes.initialised(), homes.initialised()]);
  const servers = await Promise.all([startPostgres(left), startPostgres(right)]);
  const folders = await Promise.all(servers.map(({ connection }) => ask(connection, "SHOW data_directory")));
  expect(folders.map((folder) => dirname(dirname(String(folder))))).toEqual([left, right]);
  await servers[0].stop();
  expect(await ask(servers[1].connection, "SELECT 1")).toBe(1);
  await servers[1].stop();
});

test("a process that forgets to stop the server still ends, and the next one takes the server over", async () => {
  const home = await homes.initialised();
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("forget.ts", import.meta.url)), home]);
  const left = await serverOf(home);
  expect(left).toBeDefined();
  const server = await startPostgres(home);
  expect(server.connection.port).toBe(left?.port);
  await server.stop();
  expect(await serverOf(home)).toBeUndefined();
});

test("the log begins anew with each server", async () => {
  const home = await homes.initialised();
  for (const word of ["first", "second"]) {
    const server = await startPostgres(home);
    await ask(server.connection, `SELECT * FROM the_${word}`).catch(() => {});
    await server.stop();
  }
  const log = await readFile(join(home, "postgres/log"), "utf8");
  expect(log).toContain("the_second");
  expect(log).not.toContain("the_first");
});

test("a home in a folder that is closed to other users works", async () => {
  const home = await homes.fresh();
  const closed = join(dirname(home), "closed");
  await mkdir(closed);
  await chmod(closed, 0o700);
  const server = await startPostgres(join(closed, "home"));
  expect(
    await ask(server.connection, "CREATE TABLE t AS SELECT 1 AS one; SELECT one FROM t").catch(String),
  ).toBeDefined();
  await server.stop();
  expect(await readdir(join(closed, "home/postgres"))).toContain("data");
});
