import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { spoolStandardInput } from "../../../../../functions/adapters/posts/replay/spool.ts";
import { InvalidInput } from "../../../../../functions/errors.ts";
import { folderWith } from "./replay-fixtures.ts";

const streamOf = (...chunks: string[]): AsyncIterable<Uint8Array> =>
  Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

test("the stream is copied to a file named after its content, once", async () => {
  const folder = join(await folderWith({}), "deep", "input");
  const path = await spoolStandardInput(streamOf('{"id":', '"1"}\n'), folder);
  const digest = createHash("sha256").update('{"id":"1"}\n').digest("hex");
  expect(path).toBe(join(folder, `${digest}.posts`));
  expect(await readFile(path, "utf8")).toBe('{"id":"1"}\n');
  expect(await spoolStandardInput(streamOf('{"id":"1"}\n'), folder)).toBe(path);
  expect((await readdir(folder)).filter((name) => name.endsWith(".posts"))).toHaveLength(1);
});

test.each([[[]], [[""]], [[" \n", "\r\n"]]])("an empty stream is refused: %o", async (chunks) => {
  const folder = await folderWith({});
  await expect(spoolStandardInput(streamOf(...chunks), folder)).rejects.toThrow(InvalidInput);
  expect(await readdir(join(folder, "unfinished"))).toEqual([]);
});

test("a stream that breaks leaves nothing behind", async () => {
  const folder = await folderWith({});
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("{}");
    throw new Error("the pipe broke");
  }
  await expect(spoolStandardInput(broken(), folder)).rejects.toThrow("the pipe broke");
  expect(await readdir(folder)).toEqual(["unfinished"]);
  expect(await readdir(join(folder, "unfinished"))).toEqual([]);
});

test("what a killed copy has left is removed by the next one", async () => {
  const folder = await folderWith({});
  await mkdir(join(folder, "unfinished"));
  // No process has this id: it is beyond what Linux and macOS give.
  await writeFile(join(folder, "unfinished", "99999999-dead"), "half a po");
  await spoolStandardInput(streamOf("{}"), folder);
  expect(await readdir(join(folder, "unfinished"))).toEqual([]);
});
