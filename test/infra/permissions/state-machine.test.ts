import { describe, expect, test } from "vitest";
import { taskStatements, watchStatements } from "../../../infra/platform/permissions/state-machine.ts";
import { neighbourhoodStateMachine } from "../../../state-machines/neighbourhood.ts";
import { exampleResources } from "../../state-machines/resources.ts";
import { machine, pass, task } from "../../support/stack/small-machine.ts";

const OWNER = { account: "123456789012", region: "eu-west-2" };
const TOPIC = "arn:aws:sns:eu-west-2:123456789012:alerts";

describe("the statements of the pipeline's own definition", () => {
  const statements = taskStatements(neighbourhoodStateMachine(exampleResources), OWNER);
  const named = (Sid: string) => statements.find((one) => one.Sid === Sid);

  test("allow alone, each under a name of its own", () => {
    const names = statements.map(({ Sid }) => Sid);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining(["Invoke", "Notify", "CreateCluster", "ClusterRules"]));
    expect(statements.every(({ Effect }) => Effect === "Allow")).toBe(true);
  });

  test("allow to invoke exactly the functions that the definition names", () => {
    expect(named("Invoke")).toEqual({
      Sid: "Invoke",
      Effect: "Allow",
      Action: ["lambda:InvokeFunction"],
      Resource: Object.values(exampleResources.functions).sort(),
    });
  });

  test("allow to use clusters with the pipeline's tag, and no others", () => {
    expect(named("UseCluster")).toMatchObject({
      Resource: "arn:aws:elasticmapreduce:eu-west-2:123456789012:cluster/*",
      Condition: { StringEquals: { "elasticmapreduce:ResourceTag/citypulse:pipeline": "neighbourhood" } },
    });
    expect(named("CreateCluster")).toMatchObject({
      Condition: { StringEquals: { "elasticmapreduce:RequestTag/citypulse:pipeline": "neighbourhood" } },
    });
  });

  test("allow to pass each role to the one service that it is for", () => {
    expect(named("PassServiceRole")?.Condition).toEqual({
      StringEquals: { "iam:PassedToService": "elasticmapreduce.amazonaws.com" },
    });
    expect(named("PassNodeRole")).toMatchObject({
      Resource: `arn:aws:iam::123456789012:role/${exampleResources.emr.cluster.JobFlowRole}`,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    });
  });

  test("name the rules by which Step Functions hears of each kind of task, in the stack's region", () => {
    expect(named("ClusterRules")?.Resource).toEqual(
      ["EMRRunJobFlow", "EMRAddJobFlowSteps", "EMRTerminateJobFlows"].map(
        (one) => `arn:aws:events:eu-west-2:123456789012:rule/StepFunctionsGetEventFor${one}Rule`,
      ),
    );
  });
});

describe("the statements of a small definition", () => {
  test("are none where it has no task", () => {
    expect(taskStatements(machine({ Done: pass }), OWNER)).toEqual([]);
  });

  test("name a function once, however often it is invoked", () => {
    const invoke = (FunctionName: string) => task("lambda:invoke", { FunctionName });
    expect(taskStatements(machine({ A: invoke("f2"), B: invoke("f1"), C: invoke("f2") }), OWNER)).toEqual([
      { Sid: "Invoke", Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: ["f1", "f2"] },
    ]);
  });

  test("allow nothing but the topic where it only notifies", () => {
    expect(taskStatements(machine({ Notify: task("sns:publish", { TopicArn: TOPIC }) }), OWNER)).toEqual([
      { Sid: "Notify", Effect: "Allow", Action: ["sns:Publish"], Resource: [TOPIC] },
    ]);
  });

  test("follow and stop the executions of a machine that is started", () => {
    const StateMachineArn = "arn:aws:states:eu-west-2:123456789012:stateMachine:other";
    const started = machine({ Start: task("states:startExecution.sync:2", { StateMachineArn }) });
    expect(taskStatements(started, OWNER)).toMatchObject([
      { Action: ["states:StartExecution"], Resource: [StateMachineArn] },
      { Resource: ["arn:aws:states:eu-west-2:123456789012:execution:other:*"] },
      {
        Resource: [
          "arn:aws:events:eu-west-2:123456789012:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule",
        ],
      },
    ]);
  });
});

test("logs and traces are allowed for the reasons that are written down", () => {
  expect(watchStatements().map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ["LogDelivery", "*"],
    ["Tracing", "*"],
  ]);
});
