import { catchAll, type PayloadTemplate, type Retrier } from "../asl.ts";

/**
 * Only what EMR refuses before it accepts anything: asking again after any other error could start a second
 * cluster. EMR.AmazonElasticMapReduceException is not included because that name is used for errors of every kind,
 * also for those after acceptance. A run that ends with it is started again under the same id.
 */
export const THROTTLED: readonly Retrier[] = [
  {
    ErrorEquals: ["EMR.ThrottlingException", "ElasticMapReduce.ThrottlingException"],
    IntervalSeconds: 10,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: "FULL",
  },
];

/** Ending a cluster that is ending, or has ended, changes nothing, and a missed end costs money. */
const ANY_FAULT: readonly Retrier[] = [
  {
    ErrorEquals: ["States.ALL"],
    IntervalSeconds: 10,
    MaxAttempts: 5,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: "FULL",
  },
];

export const HOUR = 3600;

/**
 * A step that runs `command` on the primary node; in its words `{run}` stands for the run's id, and `{cluster}` for the
 * cluster's.
 */
export const step = (name: string, timeoutSeconds: number, command: readonly string[]) => ({
  Type: "Task" as const,
  Resource: "arn:aws:states:::elasticmapreduce:addStep.sync",
  Parameters: {
    "ClusterId.$": "$.cluster.ClusterId",
    Step: {
      Name: name,
      ActionOnFailure: "CANCEL_AND_WAIT",
      HadoopJarStep: {
        Jar: "command-runner.jar",
        "Args.$": `States.Array(${command.map(argument).join(", ")})`,
      },
    },
  } satisfies PayloadTemplate,
  ResultPath: null,
  TimeoutSeconds: timeoutSeconds,
  Retry: THROTTLED,
  Catch: catchAll("TerminateFailedCluster"),
});

const PATHS: Readonly<Record<string, string>> = {
  "{run}": "$.run.runId",
  "{cluster}": "$.cluster.ClusterId",
};
const PLACE = /\{(?:run|cluster)\}/g;

/** Words hold no quotes, backslashes or other braces: an intrinsic function would want them escaped. */
function argument(word: string): string {
  const paths = word.match(PLACE)?.map((place) => PATHS[place]) ?? [];
  return paths.length === 0
    ? `'${word}'`
    : `States.Format('${word.replace(PLACE, "{}")}', ${paths.join(", ")})`;
}

/** Ends `$.cluster`, and waits for its end. */
export const terminateCluster = {
  Type: "Task" as const,
  Resource: "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
  Parameters: { "ClusterId.$": "$.cluster.ClusterId" },
  ResultPath: null,
  TimeoutSeconds: HOUR / 2,
  Retry: ANY_FAULT,
};
