import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyOutputs } from "../../../../local/emr/dist-cp/copy.ts";
import { listFiles } from "../../../../local/emr/dist-cp/list-files.ts";
import { parseOptions } from "../../../../local/emr/dist-cp/options.ts";
import { planCopy } from "../../../../local/emr/dist-cp/plan.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "citypulse copy "));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

async function write(relative: string, bytes: string | Uint8Array): Promise<void> {
  const path = join(root, relative);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

async function copy(src: string, dest: string, ...words: readonly string[]) {
  const options = parseOptions([`--src=${join(root, src)}`, `--dest=${join(root, dest)}`, ...words]);
  return copyOutputs(planCopy(await listFiles(options.src), options), options.dest);
}

const read = (relative: string): Promise<Buffer> => readFile(join(root, relative));
const names = async (folder: string) => (await readdir(join(root, folder), { recursive: true })).sort();

/** A gzip file of the members `texts`. */
const gzip = (...texts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(texts.map((text) => gzipSync(text)));

test("a group holds the bytes of its files one after the other, whatever its codec", async () => {
  const content = fc.uint8Array({ maxLength: 40 });
  const member = fc.array(content, { minLength: 1, maxLength: 3 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(member, fc.boolean()), { minLength: 1, maxLength: 6 }),
      async (inputs) => {
        const src = `src${run}`;
        const dest = `dest${run++}`;
        for (const [index, [members, isGzip]] of inputs.entries()) {
          await write(
            `${src}/a${index}${isGzip ? ".gz" : ""}`,
            isGzip ? gzip(...members) : Buffer.concat(members),
          );
        }
        const expected = Buffer.concat(inputs.flatMap(([members]) => members));
        await copy(src, dest, "--groupBy=.*/(a)[^/]*", "--outputCodec=none");
        await copy(src, dest, "--groupBy=.*/(a)[^/]*", "--outputCodec=gz");
        expect(await names(dest)).toEqual(["a", "a.gz"]);
        expect(await read(`${dest}/a`)).toEqual(expected);
        expect(gunzipSync(await read(`${dest}/a.gz`))).toEqual(expected);
      },
    ),
    { seed: 7, numRuns: 30 },
  );
});

test("more bytes than are held at a time are copied, compressed and decompressed", async () => {
  const bytes = Buffer.alloc(3_000_000, "a line again and again\n");
  await write("src/a", bytes);
  await write("src/b.gz", gzipSync(bytes));
  const counts = await copy("src", "plain", "--outputCodec=none");
  expect((await read("plain/a")).equals(bytes)).toBe(true);
  expect((await read("plain/b")).equals(bytes)).toBe(true);
  const compressed = (await read("src/b.gz")).length;
  expect(counts).toEqual({
    filesRead: 2,
    bytesRead: 3_000_000 + compressed,
    filesWritten: 2,
    bytesWritten: 6_000_000,
  });
  await copy("plain", "again", "--outputCodec=gz");
  expect(gunzipSync(await read("again/a.gz")).equals(bytes)).toBe(true);
});

test("without a codec compressed files are concatenated byte by byte", async () => {
  await write("src/a0.gz", gzip("one"));
  await write("src/a1.gz", gzip("two", "three"));
  await copy("src", "dest", "--groupBy=.*/(a).*");
  expect(await read("dest/a.gz")).toEqual(Buffer.concat([gzip("one"), gzip("two", "three")]));
});

test("nothing is put between a last line without a line feed and the next file", async () => {
  await write("src/a0", "no line feed");
  await write("src/a1", "at the end\n");
  await copy("src", "dest", "--groupBy=.*/(a).*");
  expect(String(await read("dest/a"))).toBe("no line feedat the end\n");
});

test.each([
  ["that is cut off", gzip("content").subarray(0, 20)],
  ["that is empty", Buffer.alloc(0)],
  ["that is none", Buffer.from("plain")],
  ["with a second member that is cut off", Buffer.concat([gzip("a"), gzip("b").subarray(0, 15)])],
])("a gzip file %s is refused, and leaves what was there before", async (_, bytes) => {
  await write("src/good", "new");
  await write("src/it.gz", bytes);
  await write("dest/it", "old");
  await expect(copy("src", "dest", "--outputCodec=none")).rejects.toMatchObject({
    name: "InvalidInput",
    message: `${join(root, "src/it.gz")} is not a whole gzip file, as its name says; write it again.`,
  });
  expect(await names("dest")).toEqual(["good", "it"]);
  expect(String(await read("dest/it"))).toBe("old");
});

test("hidden files are listed, checksums of Hadoop and unfinished copies are not", async () => {
  for (const name of ["_SUCCESS", ".hidden", ".part-0.crc", "part-0", "b.crc", "x/.tmp/1-a", "x/y"]) {
    await write(`src/${name}`, "");
  }
  const listed = (await listFiles(join(root, "src"))).map(({ relative }) => relative).sort();
  expect(listed).toEqual([".hidden", "_SUCCESS", "b.crc", "part-0", "x/y"]);
});
