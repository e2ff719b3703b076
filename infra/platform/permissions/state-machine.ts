import type { StateMachine, Task } from "../../../state-machines/asl.ts";
import { emrStatements } from "./emr-tasks.ts";
import { allow, allowOnAny, type Statement } from "./statement.ts";
import { managedRules, type NamedTask, type Owner, resourceOf } from "./task-resource.ts";

/** The integrations that are known here, by the end of their ARNs, and what their tasks need. */
const INTEGRATIONS: Readonly<Record<string, (tasks: readonly NamedTask[], owner: Owner) => Statement[]>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
  "lambda:invoke": (tasks) => [allow("Invoke", ["lambda:InvokeFunction"], unique(tasks, "FunctionName"))],
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
  "sns:publish": (tasks) => [allow("Notify", ["sns:Publish"], unique(tasks, "TopicArn"))],
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
  "states:startExecution.sync:2": (tasks, { account, region }) => {
    const machines = unique(tasks, "StateMachineArn");
    const executions = machines.map((arn) => `${arn.replace(":stateMachine:", ":execution:")}:*`);
    return [
      allow("StartExecution", ["states:StartExecution"], machines),
      allow("FollowExecution", ["states:DescribeExecution", "states:StopExecution"], executions),
      managedRules("ExecutionRule", ["StepFunctionsGetEventsForStepFunctionsExecutionRule"], {
        account,
        region,
      }),
    ];
  },
};

const EMR = "elasticmapreduce:";

/**
 * What the role of a state machine must be allowed for its tasks, and nothing more: it follows from the definition, by
 * what AWS documents of each integration. Throws a RangeError for a task of an integration that is not known here, and
 * for one that names its resource by a path.
 */
export function taskStatements(definition: StateMachine, owner: Owner): Statement[] {
  const tasks = Object.entries(definition.States).flatMap(([name, state]) =>
    state.Type === "Task" ? [{ name, task: state, integration: integrationOf(name, state) }] : [],
  );
  const ofEmr = tasks.filter(({ integration }) => integration.startsWith(EMR));
  const others = Object.entries(INTEGRATIONS).flatMap(([integration, statements]) => {
    const used = tasks.filter((task) => task.integration === integration);
    return used.length === 0 ? [] : statements(used, owner);
  });
  return ofEmr.length === 0 ? others : [...others, ...emrStatements(ofEmr, owner)];
}

/**
 * What a state machine needs for its logs and its traces.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
 * https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
 */
export const watchStatements = (): Statement[] => [
  allowOnAny("LogDelivery", [
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ]),
  allowOnAny("Tracing", [
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
  ]),
];

function integrationOf(name: string, { Resource }: Task): string {
  const integration = Resource.replace("arn:aws:states:::", "");
  if (integration in INTEGRATIONS || integration.startsWith(EMR)) return integration;
  throw new RangeError(
    `What the state ${name} needs is not known: add ${integration} to infra/platform/permissions/state-machine.ts.`,
  );
}

const unique = (tasks: readonly NamedTask[], field: string): string[] =>
  [...new Set(tasks.map((task) => resourceOf(task, field)))].sort();
