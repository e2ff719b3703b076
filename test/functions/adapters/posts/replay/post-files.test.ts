import { execFileSync } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { findPostFiles, unreadable } from "../../../../../functions/adapters/posts/replay/post-files.ts";
import { replaySource } from "../../../../../functions/adapters/posts/replay/source.ts";
import { InvalidInput } from "../../../../../functions/errors.ts";
import { fileWith, folderWith, pagesOf } from "./replay-fixtures.ts";

const namesIn = async (names: readonly string[]): Promise<string[]> => {
  const folder = await folderWith(Object.fromEntries(names.map((name) => [name, "1"])));
  return (await findPostFiles(folder)).map(({ name }) => name);
};

test("a folder's files are taken by their endings, in the order of their bytes", async () => {
  const taken = [
    "B.JSON",
    "a.jsonl",
    "a/z.ndjson",
    "b.json.gz",
    "c/d/e.js",
    "z.jsonl",
    "é.json",
    "\uff5a.json",
    "😀.json",
  ];
  const left = [
    "notes.txt",
    "posts.csv",
    ".hidden.json",
    ".git/a.json",
    "a/.b/c.json",
    "json",
    "a.json.bak",
    "a.gz",
  ];
  expect(await namesIn([...taken.toReversed(), ...left])).toEqual(taken);
});

test("of an X archive only the list of posts is taken", async () => {
  const others = [
    "account.js",
    "like.js",
    "tweet-headers.js",
    "deleted-tweets.js",
    "tweets_media/a.json",
    "tweetdeck.js",
  ];
  const inData = others.map((name) => `data/${name}`);
  expect(
    await namesIn(["Your archive.html", "data/tweets.js", "data/tweets-part1.js", "a.json", ...inData]),
  ).toEqual(["data/tweets-part1.js", "data/tweets.js"]);
  expect(await namesIn(["tweet.js", ...others])).toEqual(["tweet.js"]);
});

test("a link to a file is that file, and a link to a folder is not followed", async () => {
  const folder = await folderWith({ "a.json": "1" });
  await symlink(join(folder, "a.json"), join(folder, "b.json"));
  await symlink(folder, join(folder, "again"));
  expect((await findPostFiles(folder)).map(({ name }) => name)).toEqual(["a.json", "b.json"]);
});

test("a file that is named is taken whatever its ending", async () => {
  const folder = await folderWith({ "posts.txt": "1" });
  expect(await findPostFiles(join(folder, "posts.txt"))).toEqual([
    { path: join(folder, "posts.txt"), name: "posts.txt" },
  ]);
});

/** The error that reading ends with, which must be one a person can act on. */
async function refusalOf(path: string): Promise<string> {
  const error: unknown = await pagesOf(replaySource(path)).catch((caught: unknown) => caught);
  if (!(error instanceof InvalidInput)) throw new Error(`Not refused: ${path}`, { cause: error });
  expect(error.hint).toMatch(/\.$/);
  return error.message;
}

test("a path that is not there is named", async () => {
  const missing = join(await folderWith({}), "posts.jsonl");
  expect(await refusalOf(missing)).toBe(
    `Cannot read posts from ${missing}: there is no such file or folder.`,
  );
  await expect(replaySource(missing).fingerprint()).rejects.toThrow(InvalidInput);
});

test("a folder without posts says what was looked for", async () => {
  const folder = await folderWith({ "notes.txt": "1" });
  expect(await refusalOf(folder)).toBe(`There are no files of posts in the folder ${folder}.`);
});

test.each(["", " \n\r\n\t", "\ufeff", "\ufeff\n", gzipSync(""), gzipSync("\n")])(
  "a file of %j is empty",
  async (content) => {
    const path = await fileWith(content);
    expect(await refusalOf(path)).toBe(`There are no posts in ${path}: it is empty.`);
  },
);

test("among others an empty file is passed over, and alone with its like it is not", async () => {
  const folder = await folderWith({ "a.json": "", "b.json": "1", "c.json": "\n" });
  expect(await pagesOf(replaySource(folder))).toHaveLength(1);
  const empty = await folderWith({ "a.json": "", "c.json": "\n" });
  expect(await refusalOf(empty)).toContain("it is empty");
});

const packed = gzipSync(
  Array.from({ length: 2_000 }, (_, index) => JSON.stringify({ id: index })).join("\n"),
);
const flipped = Buffer.from(packed);
flipped.writeUInt8((flipped.at(1_000) ?? 0) ^ 0xff, 1_000);

test.each([
  ["cut off", packed.subarray(0, -100)],
  ["cut off in its checksum", packed.subarray(0, -4)],
  ["cut off in its header", packed.subarray(0, 5)],
  ["altered", flipped],
])("a gzip that is %s is named", async (_, content) => {
  const folder = await folderWith({ "a.json": "1", "b.json.gz": content });
  expect(await refusalOf(folder)).toBe(
    `Cannot read posts from ${join(folder, "b.json.gz")}: its gzip is damaged or ends too early.`,
  );
});

test("a zip and a text in UTF-16 are called what they are", async () => {
  expect(await refusalOf(await fileWith("PK\u0003\u0004rest"))).toContain("it is a zip file");
  expect(await refusalOf(await fileWith(Buffer.from("\ufeff{}", "utf16le")))).toContain(
    "its text is in UTF-16",
  );
});

test("what is neither a file nor a folder is not read", async () => {
  const folder = await folderWith({ "a.json": "1" });
  const pipe = join(folder, "b.json");
  execFileSync("mkfifo", [pipe]);
  const message = `Cannot read posts from ${pipe}: it is neither a file nor a folder.`;
  expect(await refusalOf(pipe)).toBe(message);
  expect(await refusalOf(folder)).toBe(message);
});

test("one file of several that cannot be read fails the whole", async () => {
  const folder = await folderWith({ "a.json": "1" });
  await symlink(join(folder, "gone.json"), join(folder, "b.json"));
  expect(await refusalOf(folder)).toContain(join(folder, "b.json"));
});

test("a missing permission is told as one, and what nobody can mend stays as it is", () => {
  const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  const refusal = unreadable("posts", denied);
  expect(refusal).toBeInstanceOf(InvalidInput);
  expect(refusal).toMatchObject({ message: "Cannot read posts from posts: this user has no permission to." });
  const bug = new TypeError("bug");
  expect(unreadable("posts", bug)).toBe(bug);
});

test("a cursor beyond the folder's files says that they have changed", async () => {
  const folder = await folderWith({ "a.json": "1" });
  const cursor = { page: 3, file: 1, offset: 0, line: 1, format: "lines" };
  await expect(pagesOf(replaySource(folder), cursor)).rejects.toThrow("no longer those the run began with");
});
