import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { citypulse } from "../../support/citypulse.ts";
import {
  SMALL_LISTINGS,
  SMALL_POSTCODES,
  saleLine,
  smallChanges,
  smallSales,
} from "../../support/housing/small-files.ts";

const program = citypulse();
let sales: string;
let postcodes: string;

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(program.folder(), name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  sales = file("pp-complete.csv", smallSales());
  postcodes = file("postcodes.csv", SMALL_POSTCODES);
});

const Report = z.object({
  runId: z.string(),
  status: z.string(),
  sales: z.object({
    ...{
      read: z.number(),
      kept: z.number(),
      replaced: z.number(),
      deleted: z.number(),
      rejected: z.number(),
    },
    excluded: z.record(z.string(), z.number()),
  }),
  window: z.object({ from: z.string(), to: z.string(), provisionalFrom: z.string() }).nullable(),
  stations: z.array(z.object({ station: z.string(), n: z.number() }).loose()),
  elapsedMs: z.number(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});

const RUN = ["--run", "20270101T070000Z"];

async function run(home: string, ...options: readonly string[]) {
  const ended = await program.call(["run", "housing", "--home", home, ...options, "--json"]);
  return { ...ended, report: Report.parse(JSON.parse(ended.stdout)) };
}

describe("citypulse run housing", () => {
  test("with files tells what became of every row, and the figures of each station", async () => {
    const home = program.newHome();
    const changes = file("pp-monthly.csv.gz", gzipSync(smallChanges()));
    const { code, report } = await run(home, "--sales", sales, changes, "--postcodes", postcodes, ...RUN);
    expect(code).toBe(0);
    const { read, kept, replaced, deleted, excluded, rejected } = report.sales;
    expect({ read, kept, replaced, deleted, rejected }).toEqual({
      ...{ read: 129, kept: 121, replaced: 1, deleted: 1, rejected: 1 },
    });
    expect(excluded).toMatchObject({ category: 2, noPostcode: 1, outside: 1, noPoint: 1 });
    expect(read).toBe(
      kept + replaced + deleted + rejected + Object.values(excluded).reduce((a, b) => a + b, 0),
    );
    expect(report.window).toEqual({ from: "2026-01-01", to: "2026-12-31", provisionalFrom: "2026-11-01" });
    expect(report.stations).toHaveLength(301);
    expect(report.stations.find(({ station }) => station === "Bank")).toMatchObject({
      n: 40,
      median: { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
      byType: { flat: { n: expect.any(Number) } },
    });

    // The same run again, and the same files in another run, change nothing.
    const state = () =>
      program.call(["sql", "select * from schema_housing.sales order by sale_id", "--home", home, "--json"]);
    const before = (await state()).stdout;
    const again = await run(home, "--sales", sales, changes, "--postcodes", postcodes, ...RUN);
    expect({ ...again.report, elapsedMs: 0 }).toEqual({ ...report, elapsedMs: 0 });
    const other = await run(
      home,
      "--sales",
      sales,
      changes,
      "--postcodes",
      postcodes,
      "--run",
      "20270102T070000Z",
    );
    expect({ ...other.report, runId: "", elapsedMs: 0 }).toEqual({ ...report, runId: "", elapsedMs: 0 });
    expect((await state()).stdout).toBe(before);

    const listed = await program.call(["runs", "--home", home, "--pipeline", "housing", "--json"]);
    expect(JSON.parse(listed.stdout)).toMatchObject([
      { pipeline: "housing", status: "succeeded", read: 129, accepted: 122, rejected: 1 },
      { runId: "20270101T070000Z" },
    ]);
  });

  test("keeps rejected rows with file, line and reason, and publishes no address", async () => {
    const home = program.newHome();
    await run(home, "--sales", sales, "--postcodes", postcodes, ...RUN);
    const quarantined = await program.shell(`cat "${home}"/store/quarantine/housing/run=*/part-00000.jsonl`);
    expect(JSON.parse(quarantined.stdout)).toEqual({
      ...{ file: "pp-complete.csv", line: 121, reason: "its price is £0 or £1" },
      record: saleLine({ number: 200, price: 1, date: "2026-05-01", postcode: "EC3V 3LA" }).trimEnd(),
    });
    const published = await program.shell(`cat "${home}"/store/published/housing/run=*/*.json`);
    expect(published.stdout).toContain(
      "Contains HM Land Registry data © Crown copyright and database right 2027.",
    );
    expect(published.stdout).not.toMatch(/LOMBARD|EC3V/);
  });

  test("tells people the prices, the counts, the window and whose data it is", async () => {
    const ended = await program.call([
      ...["run", "housing", "--home", program.newHome(), "--sales", sales, "--postcodes", postcodes, ...RUN],
    ]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^Station +Sales +Months +Median price +95 % interval +Change\n/m);
    expect(ended.stdout).toMatch(
      /^Bank +40 +12 +£\d{3},\d{3} +£\d{3},\d{3} to £\d{3},\d{3} +[+−]\d+\.\d %$/m,
    );
    expect(ended.stdout).toMatch(/^Source +Contains HM Land Registry data/m);
    expect(ended.stdout).toMatch(/^Source +Source: Office for National Statistics/m);
  });

  test("with listings alone fills the original's table", async () => {
    const home = program.newHome();
    const { report } = await run(home, "--listings", file("offers.csv", SMALL_LISTINGS), ...RUN);
    expect(report).toMatchObject({ status: "succeeded", sales: { read: 0 }, window: null });
    const { stdout } = await program.call([
      ...[
        "sql",
        "select ad_id, price, subway_station from schema_housing.zoopla order by 1",
        "--home",
        home,
        "--json",
      ],
    ]);
    expect(JSON.parse(stdout)).toMatchObject([{ subway_station: "Bank" }, { subway_station: "Camden Town" }]);
  });
});

describe("bad input gets a sentence", () => {
  const PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in</body></html>";
  const truncated = () => gzipSync(smallSales()).subarray(0, 900);

  test.each([
    ["a web page instead of sales", () => file("pp-2026.csv", PAGE), /pp-2026\.csv.*(HTML|web page)/i],
    ["a truncated gzip", () => file("pp-2025.csv.gz", truncated()), /pp-2025\.csv\.gz.*gzip is cut off/],
    [
      "rows of 15 columns",
      () => file("pp-2024.csv", smallSales().replaceAll(/,"A"\r\n/g, "\r\n")),
      /rows of sales were rejected .*it has 15 columns instead of 16/,
    ],
  ])("%s", async (_name, make, message) => {
    const home = program.newHome();
    const { code, report } = await run(home, "--sales", make(), "--postcodes", postcodes, ...RUN);
    expect(code).toBe(1);
    expect(report).toMatchObject({ status: "failed", error: { name: "InvalidInput" } });
    expect(report.error?.message).toMatch(message);
    const { stdout } = await program.call([
      "sql",
      "select from schema_housing.sales",
      "--home",
      home,
      "--json",
    ]);
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test.each([
    [["--sales", "nowhere.csv", "--postcodes", "nowhere.csv"], /nowhere\.csv/],
    [["--sales", "a.csv"], /--sales needs --postcodes/],
    [["--postcodes", "a.csv"], /--postcodes is for --sales/],
    [["--download", "--sales", "a.csv"], /cannot be used with files/],
    [["--window", "0"], /--window "0": must be a number of months from 1 to 60/],
    [["--max-rejected", "2"], /--max-rejected "2"/],
    [["--run", "a/b"], /run id "a\/b"/],
  ])("options %j, before anything starts", async (options, message) => {
    const ended = await program.call(["run", "housing", "--home", program.newHome(), ...options]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toMatch(message);
  });
});

describe("citypulse sample", () => {
  test("runs posts, then sales, and shows price beside mood", async () => {
    const home = program.newHome();
    const ended = await program.call(["sample", "--home", home]);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/^Station +n +Sentiment/m);
    expect(ended.stdout).toMatch(/^Station +Sales +Months +Median price +95 % interval +Change +Sentiment$/m);
    expect(ended.stdout).toMatch(/^Camden Town +\d+ +12 +£[\d,]+ .* [+−]\d\.\d\d$/m);
    expect(ended.stdout).toContain("SYNTHETIC: nobody bought or sold these homes");
    const { stdout } = await program.call([
      "sql",
      "select count(*) as n from london_schema.vsentiment",
      "--home",
      home,
      "--json",
    ]);
    expect(JSON.parse(stdout)[0].n).toBeGreaterThan(200);
  });

  test("with another option is citypulse run", async () => {
    const ended = await program.call(["sample", "--home", program.newHome(), "--json"]);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ status: "succeeded", posts: { read: 3000 } });
    expect(await program.call(["sample", "--posts", "nowhere.jsonl"])).toMatchObject({ code: 2 });
  });
});
