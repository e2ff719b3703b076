import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/server.ts";
import { ask, hold, serverOf, temporaryHomes } from "./homes.ts";

const homes = temporaryHomes();

test("processes that start at once on a fresh home share one server, which ends with the last of them", async () => {
  const home = await homes.fresh();
  const [first, second, third] = [hold(home), hold(home), hold(home)] as const;
  const port = await third.port();
  expect(await Promise.all([first.port(), second.port()])).toEqual([port, port]);
  expect(await Promise.all([first.leave(), second.leave()])).toEqual([0, 0]);
  expect((await serverOf(home))?.port).toBe(port);
  expect(await third.leave()).toBe(0);
  expect(await serverOf(home)).toBeUndefined();
});

test("a start while the last user stops finds a server that stays", async () => {
  const home = await homes.initialised();
  let server = await startPostgres(home);
  for (let round = 0; round < 8; round++) {
    const stopping = server.stop();
    // Meets the shutdown at another moment in each round.
    await sleep(round * 3);
    const next = await startPostgres(home);
    await stopping;
    expect(await ask(next.connection, "SELECT 1")).toBe(1);
    server = next;
  }
  await server.stop();
  expect(await serverOf(home)).toBeUndefined();
});

test("many users that come and go never find the server taken from under them", async () => {
  const home = await homes.initialised();
  const user = async (): Promise<void> => {
    for (let visit = 0; visit < 5; visit++) {
      const server = await startPostgres(home);
      expect(await ask(server.connection, "SELECT 1")).toBe(1);
      await server.stop();
    }
  };
  await Promise.all([user(), user(), user()]);
  expect(await serverOf(home)).toBeUndefined();
});

test("two last users that leave at once leave no server behind", async () => {
  const home = await homes.initialised();
  for (let round = 0; round < 3; round++) {
    const users = await Promise.all([startPostgres(home), startPostgres(home)]);
    await Promise.all(users.map((user) => user.stop()));
    expect(await serverOf(home)).toBeUndefined();
  }
});
