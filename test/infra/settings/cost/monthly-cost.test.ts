import { describe, expect, test } from "vitest";
import { estimateEmr, MEASURED_RATES } from "../../../../functions/neighbourhood/engine-estimate.ts";
import { stackCost } from "../../../../infra/pipelines.ts";
import type { PricedStack } from "../../../../infra/settings/cost/cost-row.ts";
import { configured, dev } from "./dev-stack.ts";

const now = stackCost(dev);
const rowOf = (cost: typeof now, item: string) => {
  const rows = cost.rows.filter((row) => row.item.startsWith(item));
  if (rows.length !== 1) throw new Error(`${rows.length} rows begin with ${item}`);
  return rows[0];
};
const monthOf = (stack: PricedStack): number => stackCost(stack).awsDollars;

describe("the stack dev, without MWAA, with a weekly run of 20,000 posts", () => {
  test("stays under 30 dollars a month of AWS", () => {
    expect(now).toMatchObject({ engine: "lambda", withoutPrice: [] });
    expect(now.runsPerMonth).toBeCloseTo(52 / 12, 12);
    expect(now.awsDollars).toBeLessThan(30);
  });

  test("costs no less than its database, its endpoint, its secrets and its dashboard", () => {
    expect(now.awsDollars).toBeGreaterThan(730 * (0.016 + 0.01) + 20 * 0.115 + 2 * 0.4 + 3);
  });

  test("has what X charges beside AWS's sum, and not in it", () => {
    expect(now.x).toMatchObject({ quantity: 20_000, dollarsPerRun: 100 });
    expect(now.x.dollarsPerMonth).toBeCloseTo((100 * 52) / 12, 9);
    expect(now.rows).not.toContainEqual(now.x);
  });

  test("has a row for MWAA, which costs nothing while it is not deployed", () => {
    expect(rowOf(now, "MWAA")).toMatchObject({ quantity: 0, dollarsPerMonth: 0 });
  });
});

test("each row is its quantity at its price, a run's as often as there are runs, and the sum is theirs", () => {
  for (const { per, quantity, unitDollars, dollarsPerRun, dollarsPerMonth } of now.rows) {
    const dollars = quantity * (unitDollars ?? Number.NaN);
    expect(dollarsPerRun).toBe(per === "run" ? dollars : null);
    expect(dollarsPerMonth).toBeCloseTo(per === "run" ? (dollars * 52) / 12 : dollars, 9);
  }
  const sum = now.rows.reduce((total, row) => total + (row.dollarsPerMonth ?? 0), 0);
  expect(now.awsDollars).toBeCloseTo(sum, 9);
});

test("a run's states and functions follow from its slices", () => {
  // 501 pages, 60 of them in each of nine windows: ExtractPosts nine times, ExtractMore too, and eight waits.
  // PrepareDatabase, ChooseEngine, Analyse, AnalyseMore, LoadResults, LoadMore, Publish and CloseRun once each.
  const transitions = now.rows.find(({ item, per }) => item === "Step Functions" && per === "run");
  expect(transitions?.quantity).toBe(9 + 9 + 8 + 8);
  const requests = now.rows.find(({ item, per }) => item === "Lambda" && per === "run");
  expect(requests?.quantity).toBe(9 + 5);
  const secrets = now.rows.find(({ item, per }) => item === "Secrets Manager" && per === "run");
  expect(secrets?.quantity).toBe(9 + 1);
  const { rows } = stackCost({ ...dev, posts: 100_000_000, engine: "lambda" });
  const states = rows.find(({ item, per }) => item === "Step Functions" && per === "run");
  const pages = 301 + 1_000_000;
  const slices = Math.ceil((100 * 7.9 * 10) / 780);
  const analyses = Math.ceil(100_000_000 / MEASURED_RATES.lambda.postsPerSecond / 780);
  const windows = Math.ceil(pages / 60);
  expect(states?.quantity).toBe(3 * windows - 1 + 4 + 2 * slices + 2 * analyses);
});

test("the analysis has a thread for each vCPU of its memory, two of which take the measured time", () => {
  const gigabyteSeconds = (memoryMb: number) =>
    rowOf(stackCost(configured({ analysis: { memoryMb } })), "Lambda, Analyse")?.quantity;
  const onTwo = 20_000 / MEASURED_RATES.lambda.postsPerSecond;
  expect(gigabyteSeconds(3538)).toBeCloseTo(((3 + onTwo) * 3538) / 1024, 9);
  expect(gigabyteSeconds(7076)).toBeCloseTo(((3 + onTwo / 2) * 7076) / 1024, 9);
  expect(gigabyteSeconds(1024)).toBeCloseTo(3 + onTwo * (3538 / 1024), 9);
});

test("a check for deleted posts is priced by the states of its definition, whether or not X names a post", () => {
  const ofCheck = now.rows.filter(({ part }) => part === "daily check");
  const quantity = (item: string, unit: string) =>
    ofCheck.find((row) => row.item === item && row.unit === unit)?.quantity;
  const checks = 365 / 12;
  // PrepareDatabase; ListPosts and ListMore; SubmitJob; ten times WaitForJob, JobSubmitted, CheckJob and JobAnswered; PrepareRemoval,
  // RemovalPrepared, PurgeVersions, PurgeMore, CloseCheck.
  expect(quantity("Step Functions", "transitions")).toBeCloseTo(checks * (4 + 40 + 5), 9);
  expect(quantity("Lambda", "requests")).toBeCloseTo(checks * (3 + 10 + 3), 9);
});

test("the engine is the one that the run would take", () => {
  expect(stackCost({ ...configured({ analysis: { emrFrom: 20_000 } }) }).engine).toBe("emr");
  expect(stackCost({ ...configured({ analysis: { emrFrom: 20_001 } }) }).engine).toBe("lambda");
  expect(stackCost({ ...configured({ analysis: { emrFrom: 1 } }), engine: "lambda" }).engine).toBe("lambda");
  expect(stackCost({ ...dev, posts: 100_000_000 }).engine).toBe("emr");
});

test("a cluster costs what the estimate of the engines says", () => {
  const cost = stackCost({ ...dev, engine: "emr" });
  expect(rowOf(cost, "EMR")?.dollarsPerRun).toBeCloseTo(estimateEmr(20_000, MEASURED_RATES).dollars, 9);
  expect(cost.rows.some(({ item }) => item === "Lambda, Analyse")).toBe(false);
});

test("a database in two zones pays its instance and its storage twice", () => {
  expect(monthOf(configured({ database: { multiAz: true } })) - now.awsDollars).toBeCloseTo(
    730 * 0.016 + 20 * 0.115,
    9,
  );
});

test("a class without a price says so, and is in no sum", () => {
  const cost = stackCost(configured({ database: { instanceClass: "db.r8g.large" } }));
  expect(cost.withoutPrice).toEqual(["RDS PostgreSQL db.r8g.large, one zone"]);
  expect(cost.awsDollars).toBeCloseTo(now.awsDollars - 730 * 0.016, 9);
});

test("the database's storage grows with what is loaded, and no further than it may", () => {
  const grown = (keys: object): number =>
    rowOf(stackCost({ ...configured({ database: keys }), posts: 1_000_000 }), "RDS gp3 above")?.quantity ??
    Number.NaN;
  expect(grown({})).toBeGreaterThan(50);
  expect(grown({ maxStorageGb: 30 })).toBe(10);
  expect(rowOf(now, "RDS gp3 above")?.quantity).toBe(0);
});

test("raw posts that go earlier take less storage", () => {
  const kept = rowOf(now, "S3, raw posts")?.quantity ?? Number.NaN;
  const fifth = rowOf(stackCost(configured({ storage: { rawDays: 73 } })), "S3, raw posts")?.quantity;
  expect(fifth).toBeCloseTo(kept / 5, 9);
  const years = rowOf(stackCost(configured({ storage: { rawDays: 3650 } })), "S3, raw posts")?.quantity;
  expect(years).toBe(kept);
});

test("who has an e-mail address is told of each success, unless that is off", () => {
  const emails = (alerts: object) => rowOf(stackCost(configured({ alerts })), "SNS")?.quantity;
  expect(emails({ email: "you@example.org" })).toBe(1);
  expect(emails({ email: "you@example.org", success: false })).toBe(0);
  expect(emails({})).toBe(0);
});
