import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { sparkTable } from "../../bench/spark/benchmark.ts";
import { enginesTable, ratesOf } from "../../bench/spark/engines.ts";
import { partTimes, statementTimes } from "../../bench/spark/statements.ts";
import { MEASURED_RATES } from "../../functions/neighbourhood/engine-estimate.ts";

const SQL = "-- what; it does\nSET a=b;\n\nINSERT one\n  SELECT 1; \n-- SELECT 2;\nSELECT 3;\n";
const STDERR =
  "WARN Time taken\nTime taken: 0.5 seconds\nTime taken: 12.25 seconds, Fetched 1 row(s)\nTime taken: 1 seconds\n";

test("the time of each statement is the one that spark-sql prints", () => {
  expect(statementTimes(SQL, STDERR)).toEqual([
    { statement: "SET a=b", seconds: 0.5 },
    { statement: "INSERT one\n  SELECT 1", seconds: 12.25 },
    { statement: "SELECT 3", seconds: 1 },
  ]);
  expect(() => statementTimes(SQL, "Time taken: 1 seconds\n")).toThrow("1 times for a file of 3 statements");
});

test("parts add up the times of their statements, and a part without statements is an error", () => {
  const times = statementTimes(SQL, STDERR);
  const parts = partTimes(times, [{ name: "inserts", isPart: /^INSERT/ }]);
  expect(parts).toEqual({ parts: [{ name: "inserts", seconds: 12.25 }], rest: 1.5 });
  expect(() => partTimes(times, [{ name: "deletes", isPart: /^DELETE/ }])).toThrow('"deletes"');
});

const job = (part: number) => ({
  seconds: part + 8,
  start: 5,
  rest: 3,
  parts: [{ name: "work", seconds: part }],
});
const counts = { read: 6_000_000, accepted: 6_000_000, duplicates: 0, unplaced: 0, rejected: 0 };
const run = { copySeconds: 4, sentiment: job(60), topics: job(20), counts };

test("rates are converted to two vCPUs from any machine", () => {
  expect(ratesOf(6_000_000, 30, run, 2)).toEqual({
    lambda: { postsPerSecond: 200_000 },
    emr: { fixedSeconds: 16, copiedPerVcpu: 1_500_000, scoredPerVcpu: 50_000, topicsPerSecond: 300_000 },
  });
  expect(ratesOf(6_000_000, 30, run, 4)).toMatchObject({
    lambda: { postsPerSecond: 100_000 },
    emr: { scoredPerVcpu: 25_000 },
  });
});

test("the ratio divides the original pipeline's time by CityPulse's, including starts", () => {
  const original = { startSeconds: 4, jobSeconds: 140, rows: 5 };
  const benchmark = { posts: 6_000_000, citypulse: run, seconds: 96 };
  const jobs = { sentiment: original, topics: original };
  const { table } = sparkTable({ ...benchmark, original: { jobs, seconds: 288, ratio: 3 } });
  expect(table[1]).toEqual(["CityPulse, both jobs, starts included", "96.0 s"]);
  expect(table.at(-1)).toEqual(["The original pipeline takes", "3.0 times as long"]);
  expect(sparkTable({ ...benchmark, original: null }).table).toHaveLength(table.length - 5);
});

test("the table of both engines in docs/spark.md has the rates that the project reads", async () => {
  const { table } = enginesTable(MEASURED_RATES);
  const spark = await readFile(new URL("../../docs/spark.md", import.meta.url), "utf8");
  for (const row of table) expect(spark).toContain(`| ${row.join(" | ")} |`);
});
