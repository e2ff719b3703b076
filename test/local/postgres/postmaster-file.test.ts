import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  findPostmaster,
  parsePostmasterFile,
  removeStaleLockFile,
} from "../../../local/postgres/postmaster-file.ts";

const lines = (pid: number, status: string): string =>
  [
    pid,
    "/home/postgres/data",
    1_790_000_000,
    40_123,
    "",
    "127.0.0.1",
    "  1234567         0",
    status,
    "",
  ].join("\n");

async function dataFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "citypulse-lock-file-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test.each([
  ["starting", false],
  ["ready   ", true],
  ["stopping", false],
])("a server that writes '%s' takes connections: %s", (status, ready) => {
  const postmaster = { pid: 4711, startedAt: 1_790_000_000, port: 40_123, ready };
  expect(parsePostmasterFile(lines(4711, status))).toEqual(postmaster);
});

test("what is not yet written to the port is no server", () => {
  expect(parsePostmasterFile("")).toBeUndefined();
  expect(parsePostmasterFile("4711\n/home/postgres/data\n")).toBeUndefined();
  expect(parsePostmasterFile("not a lock file\n\n\n\n")).toBeUndefined();
});

test("single-user mode, which writes its pid with a minus, counts as a server", () => {
  expect(parsePostmasterFile(lines(-4711, ""))).toMatchObject({ pid: 4711, ready: false });
});

test("a lock file of a program that is no PostgreSQL goes; that of a living server stays", async () => {
  const data = await dataFolder();
  const file = join(data, "postmaster.pid");
  await writeFile(file, lines(process.pid, "ready   "));
  expect(await findPostmaster(data)).toBeUndefined();
  await removeStaleLockFile(data);
  // A program of that name that works in the data folder is what a living server looks like.
  const program = join(data, "postgres");
  await copyFile("/bin/sleep", program);
  await chmod(program, 0o755);
  const server = spawn(program, ["60"], { cwd: data });
  await once(server, "spawn");
  await writeFile(file, lines(server.pid ?? 0, "ready   "), { flag: "wx" });
  await removeStaleLockFile(data);
  expect(await findPostmaster(data)).toMatchObject({ pid: server.pid, ready: true });
  server.kill("SIGKILL");
  await once(server, "exit");
  expect(await findPostmaster(data)).toBeUndefined();
});
