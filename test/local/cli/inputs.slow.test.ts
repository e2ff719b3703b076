import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runsOnOneHome } from "../../support/cli-runs.ts";
import { archived, lines, numbers, posts } from "../../support/posts-at-bank.ts";

const { folder, run, write } = runsOnOneHome();

describe("ten posts are read", () => {
  const ten = { read: 10, accepted: 10, duplicates: 0, unplaced: 0, rejected: 0 };

  test.each([
    {
      shape: "a pretty-printed array after a byte order mark",
      content: `\ufeff${JSON.stringify(posts(10), null, 2)}`,
    },
    {
      shape: "the X archive's tweets.js",
      content: `window.YTD.tweets.part0 = ${JSON.stringify(numbers(10).map(archived), null, 2)}`,
    },
    { shape: "gzip, whatever its name", content: gzipSync(lines(posts(10))) },
  ])("from $shape", async ({ content }) => {
    await write("some.posts", content);
    const { code, stderr, report } = await run(["--posts", "some.posts"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(report).toMatchObject({ status: "succeeded", posts: ten });
    expect(report.stations.find(({ station }) => station === "Bank")?.n).toBe(10);
  });

  test("from a folder with folders, one file in each shape, and nothing else of what lies there", async () => {
    const all = posts(10);
    await mkdir(join(folder(), "many/below"), { recursive: true });
    await write("many/a.jsonl", lines(all.slice(0, 2)));
    await write("many/b.jsonl", lines(all.slice(2, 4)).replaceAll("\n", "\r\n").trimEnd());
    await write(
      "many/c.jsonl",
      lines([
        { data: [all[4]], meta: {} },
        { data: [all[5]], meta: {} },
      ]),
    );
    await write("many/d.json", JSON.stringify({ data: all.slice(6, 8), meta: {} }, null, 2));
    await write("many/below/e.json.gz", gzipSync(JSON.stringify(all.slice(8))));
    await write("many/notes.txt", "no post");
    expect((await run(["--posts", "many"])).report).toMatchObject({ status: "succeeded", posts: ten });
  });

  test("from an unpacked X archive, of which only the posts are read", async () => {
    await mkdir(join(folder(), "archive/data"), { recursive: true });
    await write(
      "archive/data/tweets.js",
      `window.YTD.tweets.part0 = ${JSON.stringify(numbers(10).map(archived))}`,
    );
    await write("archive/data/like.js", 'window.YTD.like.part0 = [{"like": {}}]');
    expect((await run(["--posts", "archive"])).report).toMatchObject({ status: "succeeded", posts: ten });
  });

  test("from standard input, packed", async () => {
    expect((await run(["--posts", "-"], gzipSync(lines(posts(10))))).report.posts).toEqual(ten);
  });
});
