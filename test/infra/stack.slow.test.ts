import { beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { parseConfiguration } from "../../infra/settings/configuration.ts";
import { functionMemory, SMALL_FUNCTION_MB } from "../../infra/settings/function-memory.ts";
import { PIPELINES } from "../../local/pipelines.ts";
import { goldenText } from "../golden.ts";
import { definitionsOf, neighbourhoodOf, textOf } from "../support/stack/definitions.ts";
import { differences } from "../support/stack/differences.ts";
import { type MockedStack, mockedStack } from "../support/stack/mocked-stack.ts";
import { goldenOf, type ReviewableStack, reviewable } from "../support/stack/reviewable.ts";

// The code is the same in every configuration: it is bundled once.
vi.mock("../../infra/platform/bundle.ts", async (original) => {
  const bundle = await original<typeof import("../../infra/platform/bundle.ts")>();
  let code: ReturnType<typeof bundle.bundleFunctions> | undefined;
  return {
    ...bundle,
    bundleFunctions: (entries: Readonly<Record<string, string>>) =>
      (code ??= bundle.bundleFunctions(entries)),
  };
});

/** The functions that the states of a machine call. */
const Definition = z.object({
  States: z.record(
    z.string(),
    z.object({ Parameters: z.object({ FunctionName: z.string().optional() }).optional() }),
  ),
});

let stack: MockedStack;
let defaults: ReviewableStack;

beforeAll(async () => {
  stack = await mockedStack();
  defaults = await reviewable(stack.resources);
});

describe("a stack with the defaults", () => {
  test("asks for these resources, with these inputs", async () => {
    const text = await goldenOf(stack.resources);
    expect(JSON.parse(text)).toEqual(JSON.parse(goldenText("stack.json", text)));
    expect(text).toBe(goldenText("stack.json", text));
  });

  test("gives each function the memory by which its state is priced and watched", () => {
    const made = stack.ofType("aws:lambda/function:Function");
    const differing = Object.entries(neighbourhoodOf(stack).States).flatMap(([state, task]) => {
      if (!("Parameters" in task && "FunctionName" in task.Parameters)) return [];
      const { FunctionName } = task.Parameters;
      const called = made.find(({ state: { arn } }) => arn === FunctionName);
      const memory = functionMemory(state, parseConfiguration("dev", {}).analysis);
      return called?.inputs.memorySize === memory ? [] : [state];
    });
    expect(differing).toEqual([]);
  });

  test.each(PIPELINES.map(({ name, executions }) => ({ name, executions })))(
    "gives each function of $name the memory by which `citypulse watch` counts its cost",
    async ({ name, executions }) => {
      const made = stack.ofType("aws:lambda/function:Function");
      const machine = stack.ofType("aws:sfn/stateMachine:StateMachine").find((one) => one.name === name);
      const { States } = Definition.parse(JSON.parse(textOf(machine?.inputs.definition)));
      const { memoryOf } = await executions();
      const configuration = parseConfiguration("dev", {});
      const called = Object.entries(States).flatMap(([state, { Parameters }]) => {
        const { inputs } = made.find((one) => one.state.arn === Parameters?.FunctionName) ?? {};
        const memory = memoryOf?.(state, configuration) ?? SMALL_FUNCTION_MB;
        return inputs === undefined ? [] : [{ state, isSame: inputs.memorySize === memory }];
      });
      expect(called.length).toBeGreaterThan(0);
      expect(called.filter(({ isSame }) => !isSame)).toEqual([]);
    },
  );

  test("deploys the definition that the laptop and the tests run", () => {
    const machines = stack.ofType("aws:sfn/stateMachine:StateMachine");
    const deployed = machines.map(({ name, inputs }) => [name, JSON.parse(textOf(inputs.definition))]);
    expect(Object.fromEntries(deployed)).toEqual(JSON.parse(JSON.stringify(definitionsOf(stack))));
  });

  test("tells its user what comes next, and that nothing keeps it from being destroyed", () => {
    expect(stack.outputs).toMatchObject({
      console:
        "https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/statemachines/view/arn:aws:states:us-east-1:123456789012:stateMachine:citypulse-dev-neighbourhood",
      startARun: "npx citypulse start --stack dev --region us-east-1",
      dataBucket: "citypulse-dev-data-0000",
    });
    expect(JSON.stringify(stack.outputs.onDestroy)).toContain("The data bucket stays");
    expect(JSON.stringify(stack.outputs.onDestroy)).not.toContain("Blocked");
  });
});

describe("another configuration changes nothing but", () => {
  const DATABASE = "aws:rds/instance:Instance database";
  const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

  test("the schedule, which Airflow has instead", async () => {
    const other = await mockedStack({ schedule: { owner: "airflow" } });
    expect(differences(defaults, await reviewable(other.resources))).toEqual([
      "- aws:iam/role:Role citypulse-dev-weekly-schedule",
      "- aws:iam/rolePolicy:RolePolicy citypulse-dev-weekly-schedule",
      "- aws:scheduler/schedule:Schedule weekly",
    ]);
    expect(triggersOf(stack)).toEqual(["aws:scheduler/schedule:Schedule weekly"]);
    expect(triggersOf(other)).toEqual([]);
  });

  test("who is told, how the database runs, and how long raw posts stay", async () => {
    const other = await mockedStack({
      alerts: { email: "someone@example.org" },
      database: { deletionProtection: true, multiAz: true },
      storage: { rawDays: 90 },
    });
    const rules = other.find(LIFECYCLE, "data").inputs.rules;
    expect(differences(defaults, await reviewable(other.resources))).toEqual([
      "+ aws:sns/topicSubscription:TopicSubscription email",
      `${DATABASE} inputs deletionProtection: false -> true`,
      `${DATABASE} inputs multiAz: false -> true`,
      `${LIFECYCLE} data inputs rules: ${JSON.stringify(stack.find(LIFECYCLE, "data").inputs.rules)} -> ${JSON.stringify(rules)}`,
    ]);
    expect(rules).toContainEqual({
      id: "expire-raw",
      status: "Enabled",
      filter: { prefix: "raw/" },
      expiration: { days: 90 },
    });
    expect(JSON.stringify(other.outputs.onDestroy)).toContain(
      "Blocked: the database has deletion protection",
    );
  });

  test("what a destroy takes along: the bucket with all that belongs to it, and the database", async () => {
    const other = await mockedStack({ destroy: { data: "delete", database: "delete" } });
    const changed = differences(defaults, await reviewable(other.resources));
    const letGo = changed.filter((line) => line.endsWith(" retainOnDelete: true -> nothing"));
    expect(changed.filter((line) => !letGo.includes(line))).toEqual([
      `${DATABASE} inputs deleteAutomatedBackups: false -> true`,
      `${DATABASE} inputs skipFinalSnapshot: false -> true`,
      "aws:s3/bucket:Bucket data inputs forceDestroy: false -> true",
    ]);
    expect(letGo).toHaveLength(stack.resources.filter(({ retainOnDelete }) => retainOnDelete).length);
    expect(JSON.stringify(other.outputs.onDestroy)).toContain("The data bucket goes");
  });
});

/** What in AWS would start the state machine by itself. */
function triggersOf({ resources }: MockedStack): string[] {
  const machine = ":stateMachine:citypulse-dev-neighbourhood";
  const triggers = resources.filter(
    ({ type, inputs: { target, arn } }) =>
      /^aws:(scheduler|cloudwatch|pipes)\//.test(type) &&
      [target, arn].some((place) => JSON.stringify(place ?? "").includes(machine)),
  );
  return triggers.map(({ type, name }) => `${type} ${name}`);
}
