import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPostFiles } from "../../../../../functions/adapters/posts/replay/post-files.ts";
import { folderWith } from "./replay-fixtures.ts";

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
