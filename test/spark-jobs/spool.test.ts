import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSpool } from "../../spark-jobs/spool.ts";

let folder: string;
let before: string;

beforeEach(async () => {
  before = process.cwd();
  folder = await mkdtemp(join(tmpdir(), "citypulse-spool-"));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

test("pieces come back in their order, as often as they are asked for", () => {
  const pieces = ["one", "", "three".repeat(100_000), "four"].map((text) => Buffer.from(text));
  const spool = openSpool();
  for (const piece of pieces) spool.add(piece);
  for (let time = 0; time < 2; time++)
    expect([...spool.read()].map((piece) => Buffer.from(piece))).toEqual(pieces);
  spool.close();
});

test("nothing of it is left in the folder, whatever becomes of the process", async () => {
  const spool = openSpool();
  spool.add(Buffer.from("piece"));
  expect(await readdir(".")).toEqual([]);
  spool.close();
});
