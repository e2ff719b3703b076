import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { citypulse } from "../../support/citypulse.ts";
import { reportOf, rowsOf } from "../../support/cli-reports.ts";
import { readHomeState } from "../../support/home-state.ts";
import { SMALL_STATIONS, smallPosts } from "../../support/small-posts.ts";

const { call, folder, newHome } = citypulse();
let home: string;

beforeAll(async () => {
  home = newHome();
  await writeFile(join(folder(), "posts.jsonl"), smallPosts());
  await writeFile(join(folder(), "stations.csv"), SMALL_STATIONS);
});

const run = (runId: string, posts: string, input = "") =>
  call(
    [
      ...["run", "--json", "--home", home, "--run", runId],
      ...["--posts", posts, "--stations-file", "stations.csv"],
    ],
    { input },
  );

describe("the same run again", () => {
  test("changes not one row, object or checksum, and tells the same", async () => {
    const first = reportOf(await run("2026-11-16T06:00:00Z", "posts.jsonl"));
    expect(first).toMatchObject({ runId: "20261116T060000Z", status: "succeeded" });
    const before = await readHomeState(home);
    // The time and the id that is made from it are the same run.
    const again = reportOf(await run("20261116T060000Z", "posts.jsonl"));
    expect({ ...again, elapsedMs: 0 }).toEqual({ ...first, elapsedMs: 0 });
    expect(await readHomeState(home)).toEqual(before);
  });

  test("changes nothing where the posts came on standard input both times", async () => {
    const first = reportOf(await run("piped", "-", smallPosts()));
    expect(first).toMatchObject({ status: "succeeded", posts: { read: 59 } });
    const before = await readHomeState(home);
    expect(reportOf(await run("piped", "-", smallPosts())).posts).toEqual(first.posts);
    expect(await readHomeState(home)).toEqual(before);
  });

  test("with other posts is refused, and what the run holds stays", async () => {
    await run("taken", "posts.jsonl");
    const posts = `select post_id, tweets, run_id from london_schema.sentiment order by post_id`;
    const before = rowsOf(await call(["sql", "--json", "--home", home, posts]));
    const latest = await readFile(join(home, "store/published/latest.json"), "utf8");
    const ended = await run("taken", "-", smallPosts().replace("lovely", "lonely"));
    expect(ended.code).toBe(2);
    expect(reportOf(ended)).toMatchObject({ status: "failed", error: { name: "InvalidInput" } });
    expect(ended.stderr).toContain("already holds other posts: it was made from posts.jsonl");
    const listed = await call(["runs", "--json", "--home", home]);
    expect(rowsOf(listed)).toContainEqual(expect.objectContaining({ runId: "taken", status: "succeeded" }));
    expect(rowsOf(await call(["sql", "--json", "--home", home, posts]))).toEqual(before);
    expect(await readFile(join(home, "store/published/latest.json"), "utf8")).toBe(latest);
  });
});

test("another run over overlapping posts leaves each post once, in its newest form", async () => {
  const id = "1900000000000000007";
  const newer = { id: "1900000000000009007", text: "Said better", created_at: "2026-11-12T09:00:00Z" };
  const lines = [
    ...smallPosts().split("\n").slice(0, 20),
    JSON.stringify({ ...newer, edit_history_tweet_ids: [id, newer.id] }),
    JSON.stringify({
      id: "1900000000000000999",
      text: "Not seen before",
      created_at: "2026-11-12T09:00:00Z",
    }),
  ];
  await writeFile(join(folder(), "overlap.jsonl"), lines.join("\n"));
  await run("20261116T060000Z", "posts.jsonl");
  expect(reportOf(await run("20261123T060000Z", "overlap.jsonl"))).toMatchObject({
    status: "succeeded",
    posts: { read: 22, accepted: 21, duplicates: 1 },
  });
  const rows = rowsOf(
    await call(["sql", "--json", "--home", home, "select post_id, tweets from london_schema.sentiment"]),
  );
  expect(new Set(rows.map((row) => row.post_id)).size).toBe(rows.length);
  expect(rows.length).toBe(54);
  expect(rows.find((row) => row.post_id === id)).toMatchObject({ tweets: "Said better" });
});

test("two runs without an id, started one after the other, are two runs", async () => {
  const fresh = newHome();
  const args = ["run", "--json", "--home", fresh, "--stations-file", "stations.csv"];
  await writeFile(join(folder(), "other.jsonl"), smallPosts().split("\n").slice(0, 30).join("\n"));
  const first = reportOf(await call([...args, "--posts", "posts.jsonl"]));
  const second = reportOf(await call([...args, "--posts", "other.jsonl"]));
  expect([first.status, second.status]).toEqual(["succeeded", "succeeded"]);
  expect(second.runId > first.runId).toBe(true);
});
