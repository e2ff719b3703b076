import { allow, allowOnAny, type Statement } from "./statement.ts";
import { managedRules, type NamedTask, type Owner, resourceOf, valueAt } from "./task-resource.ts";

const RULES: Readonly<Record<string, string>> = {
  "elasticmapreduce:createCluster.sync": "StepFunctionsGetEventForEMRRunJobFlowRule",
  "elasticmapreduce:addStep.sync": "StepFunctionsGetEventForEMRAddJobFlowStepsRule",
  "elasticmapreduce:terminateCluster.sync": "StepFunctionsGetEventForEMRTerminateJobFlowsRule",
};

/** What each integration calls on a cluster that is there. */
const ON_CLUSTER: Readonly<Record<string, readonly string[]>> = {
  "elasticmapreduce:createCluster.sync": ["DescribeCluster", "TerminateJobFlows"],
  "elasticmapreduce:addStep.sync": ["AddJobFlowSteps", "DescribeStep", "CancelSteps"],
  "elasticmapreduce:terminateCluster.sync": ["DescribeCluster", "TerminateJobFlows"],
};

/** The tag by which a pipeline's clusters are told from others: createCluster gives it to each. */
const PIPELINE_TAG = "citypulse:pipeline";
/** And the one that tells those of two stacks in one account. */
const STACK_TAG = "stack";

/**
 * What the tasks of EMR need, on clusters with the pipeline's and the stack's tag alone.
 * https://docs.aws.amazon.com/step-functions/latest/dg/emr-iam.html
 * Throws a RangeError for an integration that is not known, and for a cluster without the tag.
 */
export function emrStatements(tasks: readonly NamedTask[], owner: Owner): Statement[] {
  const used = [...new Set(tasks.map(({ integration }) => integration))];
  const unknown = used.find((integration) => !(integration in RULES));
  if (unknown !== undefined)
    throw new RangeError(
      `What ${unknown} needs is not known: add it to infra/platform/permissions/emr-tasks.ts.`,
    );
  const tags = ownTags(tasks);
  const clusters = `arn:aws:elasticmapreduce:${owner.region}:${owner.account}:cluster/*`;
  const actions = new Set(used.flatMap((integration) => ON_CLUSTER[integration] ?? []));
  return [
    ...tasks
      .filter(({ integration }) => integration === "elasticmapreduce:createCluster.sync")
      .flatMap((task) => createStatements(task, owner, clusters, tags)),
    allow(
      "UseCluster",
      [...actions].map((action) => `elasticmapreduce:${action}`),
      clusters,
      withTags("ResourceTag", tags),
    ),
    managedRules(
      "ClusterRules",
      used.map((integration) => RULES[integration] ?? ""),
      owner,
    ),
  ];
}

function createStatements(task: NamedTask, owner: Owner, clusters: string, tags: Tags): Statement[] {
  const asked = withTags("RequestTag", tags);
  const role = (name: string) => `arn:aws:iam::${owner.account}:role/${name}`;
  const passedTo = (service: string) => ({ StringEquals: { "iam:PassedToService": service } });
  return [
    allowOnAny("CreateCluster", ["elasticmapreduce:RunJobFlow"], asked),
    allow("TagCluster", ["elasticmapreduce:AddTags"], clusters, asked),
    // It is asked for as the cluster is made, when there is no tag yet.
    // https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html
    ...(valueAt(task.task.Parameters, "AutoTerminationPolicy") === undefined
      ? []
      : [allow("EndWhenIdle", ["elasticmapreduce:PutAutoTerminationPolicy"], clusters)]),
    allow(
      "PassServiceRole",
      ["iam:PassRole"],
      role(resourceOf(task, "ServiceRole")),
      passedTo("elasticmapreduce.amazonaws.com"),
    ),
    // An instance profile has its role's name.
    allow(
      "PassNodeRole",
      ["iam:PassRole"],
      role(resourceOf(task, "JobFlowRole")),
      passedTo("ec2.amazonaws.com"),
    ),
    allow(
      "CleanUpRole",
      ["iam:CreateServiceLinkedRole"],
      `arn:aws:iam::${owner.account}:role/aws-service-role/elasticmapreduce.amazonaws.com/AWSServiceRoleForEMRCleanup`,
      { StringEquals: { "iam:AWSServiceName": "elasticmapreduce.amazonaws.com" } },
    ),
  ];
}

type Tags = Readonly<Record<string, string>>;

const withTags = (key: "RequestTag" | "ResourceTag", tags: Tags) => ({
  StringEquals: Object.fromEntries(
    Object.entries(tags).map(([tag, value]) => [`elasticmapreduce:${key}/${tag}`, value]),
  ),
});

/** The tags that tell whose a cluster is, with the values that the state gives them which creates it. */
function ownTags(tasks: readonly NamedTask[]): Tags {
  for (const { task } of tasks) {
    const given = valueAt(task.Parameters, "Tags");
    if (!Array.isArray(given)) continue;
    const tags: Record<string, string> = {};
    for (const name of [PIPELINE_TAG, STACK_TAG]) {
      const tag: unknown = given.find((one) => valueAt(one, "Key") === name);
      const value = valueAt(tag, "Value");
      if (typeof value === "string") tags[name] = value;
    }
    if (PIPELINE_TAG in tags) return tags;
  }
  throw new RangeError(`No state that creates a cluster gives it the tag ${PIPELINE_TAG}.`);
}
