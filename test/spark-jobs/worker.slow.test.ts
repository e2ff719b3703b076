import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodePosts, type TopicPost } from "../../analysis/topics/encode.ts";
import { findTopics } from "../../analysis/topics/find-topics.ts";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";
import { encodeWords } from "../../spark-jobs/neighbourhood/topics.ts";
import { encodePage } from "../analysis/posts/record-fixtures.ts";

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-worker-"));
  worker = join(folder, "worker.mjs");
  await bundleWorker(worker);
});
afterAll(() => rm(folder, { recursive: true }));

async function run(path: string, args: readonly string[], input: string) {
  const child = spawn(process.execPath, [path, ...args], { cwd: folder });
  child.stdin.end(input);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { stdout, stderr, code, signal };
}

test("the same sources give the same bundle", async () => {
  const again = join(folder, "again.mjs");
  await bundleWorker(again);
  expect(await readFile(again, "utf8")).toBe(await readFile(worker, "utf8"));
});

const station = { name: "Bank", slug: "bank", zone: "1", latitude: 51.5133, longitude: -0.0886 };

test("a page becomes posts, the words of these posts, and what else was there", async () => {
  const selection = { stations: null, from: "2026-11-10T00:00:00.000Z", to: null };
  await writeFile(join(folder, "input.json"), JSON.stringify({ stations: [station], selection }));
  const record = (id: string, created_at: string, text: string) => JSON.stringify({ id, text, created_at });
  const page = encodePage({
    ...{ page: "station=replay/00000", file: "posts.jsonl", line: 1 },
    records: [
      record("1", "2026-11-10T06:00:00.000Z", "a great\tmarket"),
      record("2", "2026-11-09T06:00:00.000Z", "too early"),
      "no post",
    ],
  });
  const { stdout, code } = await run(worker, ["score", "input.json"], `${page}\n`);
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((row) => row.split("\t"));
  expect(code).toBe(0);
  expect(rows.map((row) => row.slice(0, 5))).toEqual([
    ["post", "0", "\\N", "0", "1"],
    ["rejected", "\\N", "\\N", "\\N", "\\N"],
    ["outside", "1", "\\N", "\\N", "\\N"],
    ["words", "\\N", "\\N", "0", "\\N"],
    ["records", "3", "\\N", "\\N", "\\N"],
    ["counts", "1", "5"],
  ]);
  const cells = rows.map((row) => row[5]?.split("\u0001"));
  expect(cells[0]).toHaveLength(21);
  expect(cells[0]?.[6]).toBe("a great\\tmarket");
  expect(cells[1]).toEqual(["station=replay/00000", "posts.jsonl", "3", "not JSON", "no post", ""]);
});

/** Posts of other people at the station each, of a week's market that nobody else speaks of. */
const marketPosts = (from: number, count: number): TopicPost[] =>
  Array.from({ length: count }, (_, index) => ({
    id: BigInt(from + index),
    text: `market stall number ${"abcdefghij"[index % 10]}${"klmnopqrst"[Math.floor(index / 10)]}qx`,
    author: BigInt(from + index),
    station: "Bank",
  }));

test("words become the topics that all posts together have, without those that gave way", async () => {
  const [first, second] = [marketPosts(1, 30), marketPosts(100, 30)];
  const rows = `${encodeWords(first)} \n${encodeWords(second)} 0 1 29\n`;
  const { stdout, code } = await run(worker, ["topics"], rows);
  const kept = [...first, ...second.slice(2, 29)];
  const expected = await findTopics(() => [encodePosts(kept)]);
  expect(expected.length).toBeGreaterThan(2);
  expect(code).toBe(0);
  const topics = stdout
    .trimEnd()
    .split("\n")
    .map((row) => row.split("\t"));
  expect(topics.pop()).toEqual(["counts", "2", String(expected.length)]);
  expect(topics.map((row) => [row[3], row[4], Number(row[5]), row[6], Number(row[7])])).toEqual(
    expected.map(({ station, method, rank, term, posts }) => [station ?? "\\N", method, rank, term, posts]),
  );
});

test.each([
  [["topics"], "{}\n", 'This is not a row of words: "{}"'],
  [["topics"], "AAAA 1 x\n", "This is not a row of words"],
  [["topics"], "half a row", "ends in the middle of a row"],
  [["score", "nowhere.json"], "{}\n", "nowhere.json"],
  [["score", "input.json"], "no page\n", 'The worker\'s job "score" failed'],
  [["shout"], "", 'There is no job "shout": it is one of score, topics.'],
])("%j fails on %j with a sentence and the exit code 1", async (args, input, message) => {
  const { stderr, code } = await run(worker, args, input);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test("a row that takes too long ends the process, and waiting for rows does not", async () => {
  const watchdog = fileURLToPath(new URL("../../spark-jobs/watchdog.ts", import.meta.url));
  const hanging = join(folder, "hanging.ts");
  await writeFile(
    hanging,
    `import { watchdog } from ${JSON.stringify(watchdog)};
    const { begin, end } = watchdog();
    begin(300);
    end();
    await new Promise((resolve) => setTimeout(resolve, 900));
    process.stderr.write("waited\\n");
    begin(300);
    for (;;);`,
  );
  const { stderr, signal } = await run(hanging, [], "");
  expect(signal).toBe("SIGKILL");
  expect(stderr).toBe("waited\nA row took the worker more than 0.3 s, so it is killed as hanging.\n");
});
