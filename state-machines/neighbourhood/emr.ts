import { catchAll, type PayloadTemplate, type Retrier, type State } from "../asl.ts";
import type { EmrSettings } from "./resources.ts";

/**
 * Only what EMR refuses before it accepts anything: asking again after any other error could start a second
 * cluster. EMR.AmazonElasticMapReduceException is left out because that name stands for errors of every kind,
 * those after acceptance included; a run that ends with it is started again under the same id.
 */
const THROTTLED: readonly Retrier[] = [
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

const HOUR = 3600;
const RAW = "hdfs:///citypulse/raw";
const POSTS = "hdfs:///citypulse/posts";
const TOPICS = "hdfs:///citypulse/topics";

/**
 * The analysis on a cluster of the run's own, from its start to its end, and on to LoadResults. Reads
 * `$.run.runId`, leaves `$.cluster.ClusterId`. Once the cluster runs, every failure goes through
 * TerminateFailedCluster. Where CreateCluster itself fails, its id is not known here: EMR ends a cluster that
 * cannot start, and what is left is found by the tag `citypulse:execution`, or ends as idle.
 */
export function emrStates(dataBucket: string, emr: EmrSettings) {
  const jobs = `s3://${emr.artifactBucket}/spark-jobs/neighbourhood`;
  return {
    CreateCluster: {
      Type: "Task",
      Resource: "arn:aws:states:::elasticmapreduce:createCluster.sync",
      Parameters: {
        ...emr.cluster,
        "Name.$": "States.Format('citypulse-neighbourhood-{}', $.run.runId)",
        // s3-dist-cp comes with Hadoop.
        Applications: [{ Name: "Hadoop" }, { Name: "Spark" }],
        // createCluster.sync waits for the state WAITING; a cluster that may end without steps never gets there.
        Instances: {
          ...emr.cluster.Instances,
          KeepJobFlowAliveWhenNoSteps: true,
          TerminationProtected: false,
        },
        // The only level at which a step may say CANCEL_AND_WAIT.
        StepConcurrencyLevel: 1,
        AutoTerminationPolicy: { IdleTimeout: emr.idleTimeoutSeconds },
        Tags: [
          ...emr.cluster.Tags,
          { Key: "citypulse:pipeline", Value: "neighbourhood" },
          { Key: "citypulse:run", "Value.$": "$.run.runId" },
          { Key: "citypulse:execution", "Value.$": "$$.Execution.Id" },
        ],
      },
      ResultSelector: { "ClusterId.$": "$.ClusterId" },
      ResultPath: "$.cluster",
      TimeoutSeconds: HOUR,
      Retry: THROTTLED,
      Catch: catchAll("RecordFailure"),
      Next: "CopyIn",
    },

    CopyIn: {
      Comment: "Many small gzipped pages become few plain files, which can be split; the manifest stays out",
      ...step("CopyIn", 2 * HOUR, [
        "s3-dist-cp",
        `--src=s3://${dataBucket}/raw/run={}/`,
        `--dest=${RAW}`,
        "--groupBy=.*/run=[^/]+/(station)=.*[.]jsonl[.]gz",
        "--targetSize=128",
        "--outputCodec=none",
      ]),
      Next: "Sentiment",
    },

    Sentiment: {
      ...step("Sentiment", 6 * HOUR, [
        ...["spark-sql", "-f", `${jobs}/sentiment.sql`],
        ...["-d", "RUN_ID={}", "-d", `RAW=${RAW}`, "-d", `POSTS=${POSTS}`],
      ]),
      Next: "CopySentimentOut",
    },

    CopySentimentOut: {
      ...step("CopySentimentOut", HOUR, [
        "s3-dist-cp",
        `--src=${POSTS}`,
        `--dest=s3://${dataBucket}/analysis/run={}/posts/`,
      ]),
      Next: "Topics",
    },

    Topics: {
      ...step("Topics", 6 * HOUR, [
        ...["spark-sql", "-f", `${jobs}/topics.sql`],
        ...["-d", "RUN_ID={}", "-d", `POSTS=${POSTS}`, "-d", `TOPICS=${TOPICS}`],
      ]),
      Next: "CopyTopicsOut",
    },

    CopyTopicsOut: {
      ...step("CopyTopicsOut", HOUR, [
        "s3-dist-cp",
        `--src=${TOPICS}`,
        `--dest=s3://${dataBucket}/analysis/run={}/topics/`,
      ]),
      Next: "TerminateCluster",
    },

    TerminateCluster: { ...terminateCluster, Catch: catchAll("TerminateFailedCluster"), Next: "LoadResults" },

    TerminateFailedCluster: {
      Comment: "Where ending the cluster fails as well, the first error stays the one that is reported",
      ...terminateCluster,
      Catch: catchAll("RecordFailure", "$.terminateError"),
      Next: "RecordFailure",
    },
  } satisfies Record<string, State>;
}

/** A step that runs `command` on the primary node; `{}` in a word stands for the run's id. */
const step = (name: string, timeoutSeconds: number, command: readonly string[]) => ({
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

/** Words hold no quotes, backslashes or other braces: an intrinsic function would want them escaped. */
const argument = (word: string): string =>
  word.includes("{}") ? `States.Format('${word}', $.run.runId)` : `'${word}'`;

const terminateCluster = {
  Type: "Task" as const,
  Resource: "arn:aws:states:::elasticmapreduce:terminateCluster.sync",
  Parameters: { "ClusterId.$": "$.cluster.ClusterId" },
  ResultPath: null,
  TimeoutSeconds: HOUR / 2,
  Retry: ANY_FAULT,
};
