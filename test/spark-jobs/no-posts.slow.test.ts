import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawPage } from "../../analysis/posts/page.ts";
import type { RunInput } from "../../functions/neighbourhood/run.ts";
import { sampled } from "../support/depth.ts";
import { records } from "../support/neighbourhood/records.ts";
import { sourceOf } from "./repeated-posts.ts";
import { extractedRun } from "./spark-analysis.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-no-posts-"));
});
afterAll(() => rm(folder, { recursive: true }));

const page = (records: readonly string[]): RawPage => ({
  page: "station=replay/00000",
  file: "posts.jsonl",
  line: 1,
  records,
});

const RECORDS: readonly (readonly [string, RawPage[][], RunInput, object, number])[] = [
  [
    "rejected or not asked for",
    [[page(["no post", "{}", "{}", ...records(1, 4)])]],
    { from: "2030-01-01" },
    { read: 3, rejected: 3 },
    4,
  ],
  ["not there", [], {}, { read: 0, rejected: 0 }, 0],
];

test.each(sampled(RECORDS, 1))(
  "where all records are %s, there is an analysis without posts",
  {
    timeout: 300_000,
  },
  async (name, pages, asked, counts, outside) => {
    const attempt = name.replaceAll(" ", "-");
    const run = await extractedRun(join(folder, attempt), sourceOf(pages), asked);
    expect(run.expected).toMatchObject({
      counts: { ...counts, accepted: 0 },
      outside,
      posts: [],
      topics: [],
    });
    const layout = new Map(run.lines.length === 0 ? [] : [["lines", run.lines]]);
    expect(await run.attempt(attempt, "j-1", layout)).toMatchObject({ code: 0 });
    expect(await run.listed(attempt, "j-1")).toEqual(run.expected);
  },
);
