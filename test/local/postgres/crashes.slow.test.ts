import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/server.ts";
import { ask, dataOf, hold, serverOf, temporaryHomes } from "./homes.ts";

const homes = temporaryHomes();

test("a killed process leaves the server running, and the next start takes it over", async () => {
  const home = await homes.initialised();
  const killed = hold(home);
  const port = await killed.port();
  await killed.kill();
  const server = await startPostgres(home);
  expect(server.connection.port).toBe(port);
  // The server takes a moment to hear that the killed process is gone; then two sessions of this one are left.
  const sessions = "SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend'";
  await expect.poll(() => ask(server.connection, sessions), { timeout: 10_000 }).toBe(2);
  await server.stop();
  expect(await serverOf(home)).toBeUndefined();
});

test("after the server was killed too, the next start has everything that was committed", async () => {
  const home = await homes.initialised();
  const killed = hold(home);
  const before = await startPostgres(home);
  await ask(before.connection, "CREATE TABLE kept AS SELECT 42 AS answer");
  await killed.port();
  await killed.kill();
  process.kill((await serverOf(home))?.pid ?? Number.NaN, "SIGKILL");
  const server = await startPostgres(home);
  expect(await ask(server.connection, "SELECT answer FROM kept")).toBe(42);
  await server.stop();
  await before.stop();
  expect(await serverOf(home)).toBeUndefined();
});

test("while a process of a killed server still holds on, the next start waits for its end", async () => {
  const home = await homes.initialised();
  const before = await startPostgres(home);
  const client = new pg.Client(before.connection);
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const backend = rows[0]?.pid ?? Number.NaN;
  process.kill(backend, "SIGSTOP");
  process.kill((await serverOf(home))?.pid ?? Number.NaN, "SIGKILL");
  let started = false;
  const starting = startPostgres(home).finally(() => {
    started = true;
  });
  await sleep(300);
  expect(started).toBe(false);
  process.kill(backend, "SIGCONT");
  const server = await starting;
  expect(await ask(server.connection, "SELECT 1")).toBe(1);
  await client.end();
  await Promise.all([before.stop(), server.stop()]);
});

test("Ctrl-C in the terminal ends the process and not the server", async () => {
  const home = await homes.initialised();
  const holder = hold(home);
  const port = await holder.port();
  const ended = once(holder.process, "exit");
  // A terminal sends it to the whole foreground group.
  process.kill(-(holder.process.pid ?? Number.NaN), "SIGINT");
  expect(await ended).toEqual([null, "SIGINT"]);
  const server = await startPostgres(home);
  expect(server.connection.port).toBe(port);
  await server.stop();
});

test("a lock file whose pid now belongs to another program does not hinder the start", async () => {
  const home = await homes.initialised();
  await writeLockFile(home, process.pid);
  const server = await startPostgres(home);
  expect(await ask(server.connection, "SELECT 1")).toBe(1);
  await server.stop();
});

test("a lock file whose pid now belongs to another home's server hinders neither", async () => {
  const [home, other] = await Promise.all([homes.initialised(), homes.initialised()]);
  const neighbour = await startPostgres(other);
  await writeLockFile(home, (await serverOf(other))?.pid ?? Number.NaN);
  const server = await startPostgres(home);
  expect(server.connection.port).not.toBe(neighbour.connection.port);
  await server.stop();
  expect(await ask(neighbour.connection, "SELECT 1")).toBe(1);
  await neighbour.stop();
});

test("an empty lock file, which a crash of the machine leaves, does not hinder the start", async () => {
  const home = await homes.initialised();
  await writeFile(join(dataOf(home), "postmaster.pid"), "");
  const server = await startPostgres(home);
  await server.stop();
});

test("a process killed while it makes the database hinders nothing, and its leftovers go", async () => {
  const home = await homes.fresh();
  for (const progress of [0, 150, 400]) {
    const starting = hold(home);
    const entries = () => readdir(join(home, "postgres")).catch(() => []);
    await expect
      .poll(entries, { interval: 5, timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^initialising-/));
    await sleep(progress);
    await starting.kill();
  }
  const server = await startPostgres(home);
  expect(await ask(server.connection, "SELECT 1")).toBe(1);
  await server.stop();
  expect((await readdir(join(home, "postgres"))).sort()).toEqual(["data", "log", "password", "start.lock"]);
});

/** As a server left it that was killed, or went down with the machine. */
async function writeLockFile(home: string, pid: number): Promise<void> {
  const lines = [
    pid,
    dataOf(home),
    1_790_000_000,
    5432,
    "",
    "127.0.0.1",
    "  1234567         0",
    "ready   ",
    "",
  ];
  await writeFile(join(dataOf(home), "postmaster.pid"), lines.join("\n"), { mode: 0o600 });
}
