import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearTemporary, folderStore } from "../../../../functions/adapters/store/folder-store.ts";
import { InvalidInput } from "../../../../functions/errors.ts";
import type { ConditionalStore } from "../../../../functions/ports.ts";

let root: string;
let store: ConditionalStore;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "citypulse-folder-"));
  store = folderStore(root);
});
afterEach(() => rm(root, { recursive: true }));

const BODY = Buffer.from("body");

test("a key is the path of its file", async () => {
  await store.write("raw/run=1/a.txt", BODY);
  expect(await readFile(join(root, "raw/run=1/a.txt"), "utf8")).toBe("body");
});

test("an object that holds the same bytes already is left untouched", async () => {
  await store.write("a/b", BODY);
  const before = await stat(join(root, "a/b"));
  await store.write("a/b", BODY);
  const after = await stat(join(root, "a/b"));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  await store.write("a/b", Buffer.from("ydob"));
  expect((await stat(join(root, "a/b"))).ino).not.toBe(before.ino);
});

test("nothing is left in the temporary folder after writes, even after one that failed", async () => {
  await store.write("a", BODY);
  await expect(store.write("a/b", BODY)).rejects.toThrow(InvalidInput);
  expect(await readdir(join(root, ".tmp"))).toEqual([]);
});

test("a folder is empty until it holds an object, and goes with its last one, the root excepted", async () => {
  await store.write("a/b/c/1", BODY);
  await store.write("a/2", BODY);
  await store.remove(["a/b/c/1"]);
  expect(await readdir(join(root, "a"))).toEqual(["2"]);
  await store.remove(["a/2"]);
  expect(await readdir(root)).toEqual([".tmp"]);
  expect(await store.read("a")).toBeUndefined();
});

test("a folder is no object: it is not read, not removed, and cannot be written over", async () => {
  await store.write("a/b", BODY);
  expect(await store.read("a")).toBeUndefined();
  expect(await store.read("a/b/c")).toBeUndefined();
  await store.remove(["a", "a/b/c"]);
  await expect(store.write("a", BODY)).rejects.toThrow(
    `Cannot write ${join(root, "a")}: a file stands where`,
  );
  expect(await store.list("")).toEqual(["a/b"]);
});

test("a root that is a file is an error that names it and says what to do", async () => {
  const file = join(root, "file");
  await writeFile(file, "");
  const work = folderStore(file).write("a", BODY);
  await expect(work).rejects.toThrow(InvalidInput);
  await expect(work).rejects.toMatchObject({
    message: expect.stringContaining(file),
    hint: expect.any(String),
  });
});

const DEAD = spawnSync(process.execPath, ["--version"]).pid;

test("what a killed process has left is not listed, hinders no write, and is cleared", async () => {
  await store.write("a", BODY);
  await writeFile(join(root, ".tmp", `${DEAD}-left`), "half");
  await store.write("b", BODY);
  expect(await store.list("")).toEqual(["a", "b"]);
  await clearTemporary(root, new Date());
  expect(await readdir(join(root, ".tmp"))).toEqual([]);
  expect(await store.list("")).toEqual(["a", "b"]);
});

test("clearing spares what a living process writes, unless it is older than a day", async () => {
  const now = new Date("2026-11-02T12:00:00Z");
  const hours = (count: number) => new Date(now.getTime() - count * 3_600_000);
  await mkdir(join(root, ".tmp"));
  for (const [name, age] of [
    ["new", hours(23)],
    ["old", hours(25)],
  ] as const) {
    const path = join(root, ".tmp", `${process.pid}-${name}`);
    await writeFile(path, "");
    await utimes(path, age, age);
  }
  await clearTemporary(root, now);
  expect(await readdir(join(root, ".tmp"))).toEqual([`${process.pid}-new`]);
});

test("clearing a store that has never been written is no error", async () => {
  await clearTemporary(join(root, "none"), new Date());
  expect(await readdir(root)).toEqual([]);
});

test("a lock that a killed process has held does not hold up those who write under a condition", async () => {
  await mkdir(join(root, ".tmp"));
  const lock = JSON.stringify(join(root, ".tmp", "write.lock"));
  const holding = `
    import { DatabaseSync } from "node:sqlite";
    new DatabaseSync(${lock}).exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    console.log("held");
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "-e", holding]);
  await once(holder.stdout, "data");
  let isWritten = false;
  const writing = store.writeIf("a", BODY, null).finally(() => {
    isWritten = true;
  });
  await sleep(100);
  expect(isWritten).toBe(false);
  holder.kill("SIGKILL");
  expect(await writing).not.toBeNull();
});
