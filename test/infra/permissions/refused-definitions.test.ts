import { describe, expect, test } from "vitest";
import { taskStatements } from "../../../infra/platform/permissions/state-machine.ts";
import { machine, task } from "../../support/stack/small-machine.ts";

const OWNER = { account: "123456789012", region: "eu-west-2" };

describe("a definition is refused", () => {
  test("with a task of an integration that is not known", () => {
    expect(() => taskStatements(machine({ Put: task("dynamodb:putItem", {}) }), OWNER)).toThrow(
      new RangeError(
        "What the state Put needs is not known: add dynamodb:putItem to infra/platform/permissions/state-machine.ts.",
      ),
    );
  });

  test("with a task of EMR's that is not known", () => {
    const cancel = task("elasticmapreduce:cancelStep", { ClusterId: "j-1" });
    expect(() => taskStatements(machine({ Cancel: cancel }), OWNER)).toThrow(
      new RangeError(
        "What elasticmapreduce:cancelStep needs is not known: add it to infra/platform/permissions/emr-tasks.ts.",
      ),
    );
  });

  test("with a task of an SDK's, whose ARN looks like a known one", () => {
    const invoke = task("aws-sdk:lambda:invoke", { FunctionName: "f1" });
    expect(() => taskStatements(machine({ Invoke: invoke }), OWNER)).toThrow(
      "What the state Invoke needs is not known: add aws-sdk:lambda:invoke",
    );
  });

  test.each([
    { what: "by a path", parameters: { "FunctionName.$": "$.function" } },
    { what: "by a list", parameters: { FunctionName: ["f1"] } },
    { what: "not at all", parameters: {} },
    { what: "in parameters that are a text", parameters: "f1" },
  ])("with a task that names its resource $what", ({ parameters }) => {
    expect(() => taskStatements(machine({ Invoke: task("lambda:invoke", parameters) }), OWNER)).toThrow(
      new RangeError(
        "The state Invoke does not name its FunctionName in its Parameters, so the permissions of its role cannot be derived.",
      ),
    );
  });

  test.each([{ Tags: [] }, { Tags: [{ Key: "citypulse:pipeline", "Value.$": "$.pipeline" }] }, {}])(
    "with a cluster that nobody could tell from others: %j",
    (tags) => {
      const create = task("elasticmapreduce:createCluster.sync", {
        ServiceRole: "service",
        JobFlowRole: "node",
        ...tags,
      });
      expect(() => taskStatements(machine({ Create: create }), OWNER)).toThrow(
        new RangeError("No state that creates a cluster gives it the tag citypulse:pipeline."),
      );
    },
  );
});
