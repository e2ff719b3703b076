import { beforeAll, describe, expect, test } from "vitest";
import { entriesOf, PIPELINES, stackCost } from "../../infra/pipelines.ts";
import { RUNS_FUNCTIONS } from "../../infra/platform/runs.ts";
import { dev } from "../infra/settings/cost/dev-stack.ts";
import { differences } from "../support/stack/differences.ts";
import { type MockedStack, mockedStack } from "../support/stack/mocked-stack.ts";
import { reviewable } from "../support/stack/reviewable.ts";
import { tidesInStack } from "../support/tides/stack.ts";

let without: MockedStack;
let stack: MockedStack;

beforeAll(async () => {
  without = await mockedStack();
  stack = await mockedStack({}, "us-east-1", "dev", [...PIPELINES, tidesInStack]);
});

describe("a pipeline of new files in a stack", () => {
  test("adds its own resources, and changes the others only where they look after every pipeline", async () => {
    const changed = differences(await reviewable(without.resources), await reviewable(stack.resources));
    const others = changed.filter((line) => !/^\+ .*\btides\b/.test(line));
    expect(others.map((line) => line.replace(/ inputs .*/, ""))).toEqual([
      "aws:cloudwatch/dashboard:Dashboard dashboard",
      "aws:cloudwatch/eventRule:EventRule ended",
      "aws:iam/rolePolicy:RolePolicy citypulse-dev-runs-clean-up",
    ]);
    expect(changed.filter((line) => line.startsWith("-"))).toEqual([]);
  });

  test("has a state machine whose role follows from its definition", () => {
    const { inputs } = stack.find("aws:iam/rolePolicy:RolePolicy", "citypulse-dev-tides-states");
    const statements: { Sid: string; Resource: unknown }[] = JSON.parse(String(inputs.policy)).Statement;
    const functionArn = (name: string) =>
      `arn:aws:lambda:us-east-1:123456789012:function:citypulse-dev-${name}`;
    expect(statements.find(({ Sid }) => Sid === "Invoke")?.Resource).toEqual(
      ["runs-prepare-database", "runs-record-failure", "tides-close-run", "tides-measure-tides"].map(
        functionArn,
      ),
    );
    expect(statements.map(({ Sid }) => Sid)).not.toContain("CreateCluster");
  });

  test("has its schedule, its notices, its alarm, its graphs, and is cleaned up after", () => {
    expect(stack.find("aws:scheduler/schedule:Schedule", "tides").inputs).toMatchObject({
      scheduleExpression: "rate(1 day)",
    });
    const machine = "stateMachine:citypulse-dev-tides";
    for (const rule of ["ended", "tides-notices"])
      expect(String(stack.find("aws:cloudwatch/eventRule:EventRule", rule).inputs.eventPattern)).toContain(
        machine,
      );
    expect(
      stack.find("aws:cloudwatch/metricAlarm:MetricAlarm", "tides-no-success").inputs.dimensions,
    ).toEqual({ Stack: "dev", Pipeline: "tides" });
    expect(
      String(stack.find("aws:cloudwatch/dashboard:Dashboard", "dashboard").inputs.dashboardBody),
    ).toContain("Runs of tides");
  });

  test("has keys of its own in the stack's file, by which it is switched off", async () => {
    const keys = { tides: { enabled: false } };
    const off = await mockedStack(keys, "us-east-1", "dev", [...PIPELINES, tidesInStack]);
    expect(differences(await reviewable(without.resources), await reviewable(off.resources))).toEqual([]);
    const wrong = mockedStack({ tides: { enable: false } }, "us-east-1", "dev", [...PIPELINES, tidesInStack]);
    await expect(wrong).rejects.toThrow(/Pulumi.dev.yaml cannot be used.*enable/s);
  });

  test("has its functions bundled from the names that it lists", () => {
    expect(entriesOf(RUNS_FUNCTIONS, [tidesInStack])).toMatchObject({
      "tides-measure-tides": "test/support/tides/lambda/measure-tides.ts",
      "tides-close-run": "test/support/tides/lambda/close-run.ts",
    });
  });

  test("has its rows of cost, and the sum has them", () => {
    const before = stackCost(dev);
    const after = stackCost({ ...dev, configuration: { ...dev.configuration, sections: { tides: {} } } }, [
      ...PIPELINES,
      tidesInStack,
    ]);
    const own = after.rows.filter(({ part }) => part === "tides");
    expect(own.length).toBeGreaterThan(0);
    const dollars = own.reduce((sum, { dollarsPerMonth }) => sum + (dollarsPerMonth ?? 0), 0);
    expect(dollars).toBeGreaterThan(0);
    expect(after.awsDollars).toBeCloseTo(before.awsDollars + dollars, 9);
  });
});
