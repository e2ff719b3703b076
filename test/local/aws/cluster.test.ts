import { afterEach, beforeEach, expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { openAws } from "../../../local/aws/clients.ts";
import { describeCluster, readCluster } from "../../../local/aws/cluster.ts";
import { refusal } from "../../support/fake-aws-json.ts";
import { addCluster, type FakeStack, startFakeStack } from "./fake-stack.ts";
import { BEGIN } from "./history-of.ts";

let stack: FakeStack;
beforeEach(async () => {
  stack = await startFakeStack();
});
afterEach(() => stack.close());

const read = async () => readCluster((await openAws(stack.settings)).emr, "j-EXAMPLE");

test("a cluster is read with its steps and the machines of every page, from their request to their end", async () => {
  addCluster(stack, "TERMINATED", { Name: "Topics", State: "COMPLETED" }, 2);
  expect(await read()).toEqual({
    ...{ id: "j-EXAMPLE", state: "TERMINATED", reason: "" },
    steps: [{ name: "Topics", state: "COMPLETED" }],
    instances: [
      { type: "m7g.xlarge", isSpot: false, since: BEGIN, until: BEGIN + 7_200_000 },
      { type: "m7g.2xlarge", isSpot: true, since: BEGIN, until: BEGIN + 7_200_000 },
    ],
  });
});

test("a machine that is only asked for costs nothing yet, and one that runs has no end", async () => {
  addCluster(stack, "STARTING", null, null);
  stack.operations.ListInstances = () => ({
    body: {
      Instances: [
        { InstanceType: "m7g.xlarge", Market: "ON_DEMAND", Status: { State: "AWAITING_FULFILLMENT" } },
        {
          InstanceType: "m7g.xlarge",
          Status: { State: "RUNNING", Timeline: { CreationDateTime: BEGIN / 1000 } },
        },
      ],
    },
  });
  expect((await read()).instances).toEqual([
    { type: "m7g.xlarge", isSpot: false, since: BEGIN, until: null },
  ]);
});

test("what EMR throttles is asked again", async () => {
  addCluster(stack, "RUNNING", null, null);
  const answer = stack.operations.ListSteps;
  let asked = 0;
  stack.operations.ListSteps = (input) =>
    asked++ === 0 ? refusal("ThrottlingException") : (answer?.(input) ?? { body: {} });
  expect((await read()).state).toBe("RUNNING");
  expect(asked).toBe(2);
});

test("who may not look at the cluster is told what to allow", async () => {
  stack.operations.DescribeCluster = () => refusal("AccessDeniedException", "ann may not describe clusters");
  const reading = read();
  await expect(reading).rejects.toThrow(InvalidInput);
  await expect(reading).rejects.toThrow(
    "Cannot look at the EMR cluster j-EXAMPLE: AccessDeniedException: ann",
  );
});

const CLUSTER = { id: "j-1", state: "RUNNING", reason: "", instances: [] };
test.each([
  [{ ...CLUSTER, steps: [{ name: "Topics", state: "RUNNING" }] }, "step RUNNING on j-1"],
  [{ ...CLUSTER, state: "BOOTSTRAPPING", steps: [] }, "cluster j-1 BOOTSTRAPPING"],
  [{ ...CLUSTER, steps: [{ name: "Sentiment", state: "COMPLETED" }] }, "cluster j-1 RUNNING"],
  [
    { ...CLUSTER, state: "TERMINATED_WITH_ERRORS", reason: "Bootstrap failure", steps: [] },
    "cluster j-1 TERMINATED_WITH_ERRORS: Bootstrap failure",
  ],
])("of %o it is said: %s", (cluster, text) => {
  expect(describeCluster(cluster, "Topics")).toBe(text);
});
