import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";

const PROGRAM = join(import.meta.dirname, "../../../../local/emr/dist-cp/s3-dist-cp.ts");

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "citypulse dist-cp "));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const distCp = (...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, ...words], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });

async function write(relative: string, bytes: string | Uint8Array): Promise<void> {
  const path = join(root, relative);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

const read = (relative: string): Promise<string> => readFile(join(root, relative), "utf8");

/** The files below a folder, with their contents. */
async function contents(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const start = join(root, folder).length + 1;
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path.slice(start), await readFile(path, "utf8")] as const)),
  );
}

test("a run's raw pages become plain lines, as the step CopyIn wants them", async () => {
  await write("store/raw/run=1/station=a b/0.jsonl.gz", Buffer.concat([gzipSync("1\n"), gzipSync("2\n")]));
  await write("store/raw/run=1/station=ü/0.jsonl.gz", gzipSync("3\n"));
  await write("store/raw/run=1/manifest.json", "{}");
  await write("store/raw/run=2/station=a b/0.jsonl.gz", gzipSync("another run's\n"));
  const ended = await distCp(
    `--src=${root}/store/raw/run=1/`,
    `--dest=${root}/hdfs/raw`,
    "--groupBy=.*/run=[^/]+/(station)=.*[.]jsonl[.]gz",
    "--targetSize=128",
    "--outputCodec=none",
  );
  expect(ended).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Files read: 2 \(\d+ bytes\)\. Files written: 1 \(6 bytes\)\.\n$/),
    stderr: "",
  });
  expect(await contents("hdfs")).toEqual({ "raw/station=a b/station": "1\n2\n3\n" });
});

test("a folder is copied with all below it, over what is there, and other files of the destination stay", async () => {
  await write("src/new", "new");
  await write("src/a b/ü 😀", "names");
  await write("src/a b/empty", "");
  await write("src/_SUCCESS", "");
  await write("dest/new", "the old and longer one");
  await write("dest/other", "other");
  const ended = await distCp("--src", join(root, "src"), "--dest", join(root, "dest"));
  expect(ended).toEqual({
    code: 0,
    stdout: "Files read: 4 (8 bytes). Files written: 4 (8 bytes).\n",
    stderr: "",
  });
  expect(await contents("dest")).toEqual({
    new: "new",
    "a b/ü 😀": "names",
    "a b/empty": "",
    _SUCCESS: "",
    other: "other",
  });
  expect((await readdir(join(root, "dest"))).sort()).toEqual(["_SUCCESS", "a b", "new", "other"]);
});

test("a single file is copied into the destination under its name", async () => {
  await write("src/a.txt", "a");
  expect((await distCp(`--src=${root}/src/a.txt`, `--dest=${root}/dest`)).code).toBe(0);
  expect(await contents("dest")).toEqual({ "a.txt": "a" });
});

test.each([
  ["no options", [], /^s3-dist-cp: --src is missing; --dest is missing\.\n$/],
  ["a source that does not exist", ["--src=ROOT/none", "--dest=ROOT/dest"], /ROOT\/none does not exist/],
  [
    "an empty source",
    ["--src=ROOT/empty", "--dest=ROOT/dest"],
    /There is nothing to copy below ROOT\/empty: it has no file/,
  ],
  [
    "a pattern that nothing matches",
    ["--src=ROOT/src", "--dest=ROOT/dest", "--srcPattern=.*[.]log"],
    /There is nothing to copy below ROOT\/src: it has no file, or none that matches/,
  ],
  [
    "a destination that is a file",
    ["--src=ROOT/src", "--dest=ROOT/src/a/b"],
    /Cannot write ROOT\/src\/a\/b: a file stands/,
  ],
])("%s: exit code 1, one sentence on stderr, and nothing is made", async (_, words, message) => {
  await write("src/a/b", "content");
  await mkdir(join(root, "empty"));
  const { code, stdout, stderr } = await distCp(...words.map((word) => word.replace("ROOT", root)));
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.replaceAll(root, "ROOT")).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect((await readdir(root)).sort()).toEqual(["empty", "src"]);
  expect(await read("src/a/b")).toBe("content");
});

test("a killed copy leaves the old file, and the next copy removes what it was writing", async () => {
  await write("src/large", "");
  // A hole, which takes no room and much longer to compress than to find.
  await truncate(join(root, "src/large"), 2 ** 34);
  await write("dest/large.gz", "old");
  const words = [`--src=${root}/src`, `--dest=${root}/dest`, "--outputCodec=gz"];
  const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: "ignore" });
  await untilItWrites(child);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await read("dest/large.gz")).toBe("old");
  expect(await readdir(join(root, "dest/.tmp"))).toHaveLength(1);

  await truncate(join(root, "src/large"), 1);
  expect((await distCp(...words)).code).toBe(0);
  expect(Object.keys(await contents("dest"))).toEqual(["large.gz"]);
  expect(await read("dest/large.gz")).not.toBe("old");
});

/** Until the process has written part of a file. */
async function untilItWrites(child: ChildProcess): Promise<void> {
  const folder = join(root, "dest/.tmp");
  while (child.exitCode === null) {
    const [name] = await readdir(folder).catch(() => []);
    if (name !== undefined && (await stat(join(folder, name))).size > 0) return;
    await sleep(10);
  }
  throw new Error(`The copy ended with ${child.exitCode} before it was killed.`);
}
