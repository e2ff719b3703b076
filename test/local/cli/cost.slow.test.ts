import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { goldenText } from "../../golden.ts";
import { citypulse } from "../../support/citypulse.ts";

const { call, folder } = citypulse();
const DOCUMENTS = new URL("../../../docs/", import.meta.url);
const FENCE = "```\n";

const Report = z.object({
  stack: z.string(),
  region: z.string().nullable(),
  posts: z.number(),
  engine: z.string(),
  rows: z.array(z.object({ item: z.string(), dollarsPerMonth: z.number().nullable() })),
  awsDollars: z.number(),
  x: z.object({ dollarsPerRun: z.number() }),
  whatIf: z.array(z.object({ change: z.string(), differenceDollars: z.number() })),
  notes: z.array(z.string()),
});

const report = async (...options: string[]): Promise<z.infer<typeof Report>> => {
  const { code, stdout, stderr } = await call(["cost", "--json", ...options]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return Report.parse(JSON.parse(stdout));
};

describe("citypulse cost", () => {
  test("prints the table that docs/cost.md shows", async () => {
    const { code, stdout, stderr } = await call(["cost"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [before, , ...after] = readFileSync(new URL("cost.md", DOCUMENTS), "utf8").split(FENCE);
    const document = [before, stdout, ...after].join(FENCE);
    expect(document).toBe(goldenText("cost.md", document, DOCUMENTS));
  });

  test("--json has the same sum, of the rows that it lists", async () => {
    const { stack, region, posts, engine, rows, awsDollars, x, notes } = await report();
    expect({ stack, region, posts, engine, notes }).toEqual({
      stack: "dev",
      region: "us-east-1",
      posts: 20_000,
      engine: "lambda",
      notes: [],
    });
    const sum = rows.reduce((total, { dollarsPerMonth }) => total + (dollarsPerMonth ?? 0), 0);
    expect(awsDollars).toBeCloseTo(sum, 6);
    expect(awsDollars).toBeLessThan(30);
    expect(x.dollarsPerRun).toBe(100);
  });

  test("--posts and --engine say what the runs are like, and the ceilings are named that they would meet", async () => {
    const { posts, engine, notes, whatIf } = await report("--posts", "300000", "--engine", "emr");
    expect({ posts, engine }).toEqual({ posts: 300_000, engine: "emr" });
    expect(notes).toEqual([
      "A run reads no more than 20000 posts: posts.maxPosts is 20000.",
      "A run stops at 100 dollars for X: posts.maxDollars.",
      "Runs stop at 450 dollars a month for X: posts.maxDollarsPerMonth.",
    ]);
    expect(whatIf.find(({ change }) => change.endsWith("engine lambda"))?.differenceDollars).toBeLessThan(0);
  });

  test("--config prices another file, by its name's stack, and says what it does not know", async () => {
    const file = join(folder(), "Pulumi.prod.yaml");
    const database = "citypulse:database: { instanceClass: db.r8g.large }";
    await writeFile(file, `config:\n  aws:region: eu-west-2\n  ${database}\n`);
    const { stack, region, notes } = await report("--config", "Pulumi.prod.yaml");
    expect({ stack, region }).toEqual({ stack: "prod", region: "eu-west-2" });
    expect(notes).toEqual([
      "The stack is in eu-west-2, where prices differ from these.",
      "RDS PostgreSQL db.r8g.large, one zone: functions/prices.json has no price, so the sum does not include it.",
    ]);
    const { stdout } = await call(["cost", "--config", file, "--stack", "other"]);
    expect(stdout).toContain("Stack other in eu-west-2");
    expect(stdout).toContain("no price");
  });

  test.for([
    [["--stack", "nowhere"], "Pulumi.nowhere.yaml cannot be read: ENOENT"],
    [["--posts", "many"], '--posts "many": must be a whole number'],
    [["--posts", "0"], '--posts "0": must be from 1 to'],
    [["--engine", "spark"], '--engine "spark": must be auto, lambda or emr'],
    [["--config", "."], "cannot be read: EISDIR"],
  ] as const)("%j is wrong usage, with a sentence", async ([options, sentence]) => {
    const { code, stdout, stderr } = await call(["cost", ...options]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).toContain("hint");
  });
});
