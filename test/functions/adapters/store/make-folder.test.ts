import { mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolder } from "../../../../functions/adapters/store/make-folder.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "citypulse-folder-"));
});
afterEach(() => rm(root, { recursive: true }));

test("makes the folder and those above it, and says whether it did", async () => {
  const folder = join(root, "a/b/c");
  expect(await makeFolder(folder)).toBe(true);
  expect((await stat(folder)).isDirectory()).toBe(true);
  expect(await makeFolder(folder)).toBe(false);
});

test("two who make the same folders at once both have them", async () => {
  const folder = join(root, "a/b/c/d");
  const made = await Promise.all([1, 2, 3, 4].map(() => makeFolder(folder)));
  expect(made.filter(Boolean)).toHaveLength(1);
});

test("a link to a folder is a folder", async () => {
  await makeFolder(join(root, "real"));
  await symlink(join(root, "real"), join(root, "link"));
  expect(await makeFolder(join(root, "link"))).toBe(false);
  expect(await makeFolder(join(root, "link/below"))).toBe(true);
});

test("a file in the way is an error", async () => {
  await writeFile(join(root, "file"), "");
  await expect(makeFolder(join(root, "file"))).rejects.toMatchObject({ code: "EEXIST" });
  await expect(makeFolder(join(root, "file/below"))).rejects.toMatchObject({ code: "ENOTDIR" });
});

test("where the system lets nobody make folders, it says so and ends", async () => {
  await expect(makeFolder("/proc/citypulse/home")).rejects.toThrow("/proc");
});
