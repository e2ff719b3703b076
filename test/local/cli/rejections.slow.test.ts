import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { folderStore } from "../../../functions/adapters/store/folder-store.ts";
import { rowsOf } from "../../support/cli-reports.ts";
import { runsOnOneHome } from "../../support/cli-runs.ts";
import { lines, post, posts } from "../../support/posts-at-bank.ts";

const { call, home, newHome, run, write } = runsOnOneHome();

describe("bad records", () => {
  const bad = [
    { line: "{broken", reason: "not JSON" },
    { line: JSON.stringify({ ...post(1), id: undefined }), reason: "no id" },
    { line: JSON.stringify({ ...post(2), text: undefined }), reason: "no text" },
    {
      line: JSON.stringify({ ...post(3), geo: { coordinates: { type: "Point", coordinates: [0, 91] } } }),
      reason: "a latitude outside -90 to 90",
    },
    {
      line: JSON.stringify({ ...post(4), created_at: "2026-02-30T08:00:00Z" }),
      reason: "a date that is none",
    },
    {
      line: JSON.stringify({ ...post(5), text: "x".repeat(100_000) }),
      reason: "a text of more than 25,000 characters",
    },
    { line: JSON.stringify({ ...post(6), text: "a \0 b" }), reason: "a NUL character in the text" },
    { line: JSON.stringify({ ...post(7), text: "a \ud83d b" }), reason: "a lone surrogate in the text" },
  ];
  const broken = bad.map(({ line }) => `${line}\n`).join("");

  test("go to quarantine with file, line and reason, and the good ones go on", async () => {
    await write("mixed.jsonl", broken + lines(posts(50).slice(10)));
    const { code, stderr, report } = await run(["--posts", "mixed.jsonl"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(report).toMatchObject({ status: "succeeded", posts: { read: 48, accepted: 40, rejected: 8 } });
    const quarantine = await readQuarantine(report.runId);
    expect(quarantine.map(({ reason, file, line }) => ({ reason, file, line }))).toEqual(
      bad.map(({ reason }, index) => ({ reason, file: "mixed.jsonl", line: index + 1 })),
    );
    for (const [index, { record }] of quarantine.entries())
      expect(bad[index]?.line).toContain(String(record).slice(0, 60));
  });

  test("above 20 % fail the run, load nothing, and the file and the commonest reason are named", async () => {
    await write("mostly.jsonl", `${broken}{broken again\n${lines(posts(30).slice(10))}`);
    const { code, stderr, report } = await run(["--posts", "mostly.jsonl"]);
    expect(code).toBe(1);
    expect(report).toMatchObject({ status: "failed", stations: [], error: { name: "InvalidInput" } });
    const loaded = await call(["sql", "--json", "--home", home(), loadedPosts(report.runId)]);
    expect(rowsOf(loaded)).toEqual([{ n: 0 }]);
    for (const part of [
      "9 of 29",
      "31 %",
      "20 %",
      "not JSON (2 times",
      "mostly.jsonl, line 1",
      "quarantine/",
    ])
      expect(stderr).toContain(part);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("pass where --max-rejected allows them", async () => {
    await write("mostly.jsonl", broken + lines(posts(20).slice(10)));
    const { code, report } = await run(["--posts", "mostly.jsonl", "--max-rejected", "1"]);
    expect(code).toBe(0);
    expect(report).toMatchObject({ status: "succeeded", posts: { read: 18, accepted: 10, rejected: 8 } });
  });

  async function readQuarantine(runId: string): Promise<Record<string, unknown>[]> {
    const store = join(home(), "store");
    const [key] = await folderStore(store).list(`quarantine/run=${runId}/`);
    const text = await readFile(join(store, key ?? ""), "utf8");
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  }
});

describe("an empty result", () => {
  beforeAll(async () => {
    await write("before.jsonl", lines(posts(10)));
    await run(["--posts", "before.jsonl"]);
  });

  const latest = () => readFile(join(home(), "store/published/latest.json"), "utf8");

  test.each([
    { what: "a page without results", content: lines([{ meta: { result_count: 0 } }]), args: [] },
    { what: "a window in the future", content: lines(posts(10)), args: ["--from", "2030-01-01"] },
    { what: "a station that nobody wrote near", content: lines(posts(10)), args: ["--station", "Amersham"] },
  ])("of $what is empty, exits with 0 and leaves what was published", async ({ content, args }) => {
    const before = await latest();
    await write("nothing.jsonl", content);
    const { code, stderr, report } = await run(["--posts", "nothing.jsonl", ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(report).toMatchObject({ status: "empty", posts: { read: 0, accepted: 0 }, stations: [] });
    expect(await latest()).toBe(before);
    expect(await folderStore(join(home(), "store")).list(`published/run=${report.runId}/`)).toEqual([]);
  });

  test("publishes nothing in a home's first run either, and is told in a sentence", async () => {
    const first = newHome();
    await write("nothing.jsonl", lines([{ meta: { result_count: 0 } }]));
    const ended = await call(["run", "--home", first, "--posts", "nothing.jsonl"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^Run \w+ is empty .*nothing\.jsonl has no post/);
    expect(await folderStore(join(first, "store")).list("published/")).toEqual([]);
    const runs = rowsOf(await call(["runs", "--json", "--home", first]));
    expect(runs).toMatchObject([{ status: "empty", read: 0 }]);
  });
});

const loadedPosts = (runId: string): string =>
  `select count(*) as n from london_schema.sentiment where run_id = '${runId}'`;
