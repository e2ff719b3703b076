import { catchAll, lambdaTask, type State } from "../asl.ts";
import { HOUR, step, THROTTLED, terminateCluster } from "../emr/emr-tasks.ts";
import type { NeighbourhoodResources } from "./resources.ts";

const RAW = "hdfs:///citypulse/raw";
const SCRATCH = "hdfs:///citypulse/scratch";
/** Each job writes into a folder that is laid out like the object store, whose own place the copy knows. */
const SENTIMENT = "hdfs:///citypulse/sentiment";
const TOPICS = "hdfs:///citypulse/topics";
/** The files of rows alone: Hadoop leaves others beside them. */
const RESULTS = "--srcPattern=.*/part-.*";

/**
 * The analysis on a cluster of the run's own, from what it must know to the manifest of what it wrote, and on to
 * LoadResults. Reads `$.run.runId`, leaves `$.plan`, `$.cluster.ClusterId` and `$.analysis.counts`. Once the cluster
 * runs, every failure goes through TerminateFailedCluster. Where CreateCluster itself fails, its id is not known here:
 * EMR ends a cluster that cannot start, and what is left is found by the tag `citypulse:execution`, or ends as idle.
 */
export function emrStates({ functions, dataBucket, emr }: NeighbourhoodResources) {
  const jobs = `s3://${emr.artifactBucket}/spark-jobs/neighbourhood`;
  const job = (name: string, out: string): readonly string[] => [
    ...["spark-sql", "-f", `${jobs}/${name}.sql`],
    ...["-d", "RUN_ID={run}", "-d", "CLUSTER={cluster}"],
    ...["-d", `RAW=${RAW}`, "-d", `INPUT=s3://${dataBucket}/analysis/run={run}/input.json`],
    ...["-d", `JOBS=${jobs}`, "-d", `SCRATCH=${SCRATCH}`, "-d", `OUT=${out}`],
  ];
  return {
    PlanCluster: {
      Comment: "Writes down what the cluster must know; an analysis that is there already needs none",
      ...lambdaTask(functions.planCluster, "RecordFailure"),
      ResultSelector: { "done.$": "$.Payload.done", "core.$": "$.Payload.core", "task.$": "$.Payload.task" },
      ResultPath: "$.plan",
      Next: "ClusterNeeded",
    },

    ClusterNeeded: {
      Type: "Choice",
      Choices: [{ Variable: "$.plan.done", BooleanEquals: true, Next: "LoadResults" }],
      Default: "CreateCluster",
    },

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
          InstanceFleets: [
            emr.fleets.primary,
            { ...emr.fleets.core, "TargetOnDemandCapacity.$": "$.plan.core" },
            { ...emr.fleets.task, "TargetSpotCapacity.$": "$.plan.task" },
          ],
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
        `--src=s3://${dataBucket}/raw/run={run}/`,
        `--dest=${RAW}`,
        "--groupBy=.*/run=[^/]+/(station)=.*[.]jsonl[.]gz",
        "--targetSize=128",
        "--outputCodec=none",
      ]),
      Next: "Sentiment",
    },

    Sentiment: {
      ...step("Sentiment", 6 * HOUR, job("sentiment", SENTIMENT)),
      Next: "CopySentimentOut",
    },

    CopySentimentOut: {
      ...step("CopySentimentOut", HOUR, [
        "s3-dist-cp",
        `--src=${SENTIMENT}`,
        `--dest=s3://${dataBucket}/`,
        RESULTS,
      ]),
      Next: "Topics",
    },

    Topics: {
      ...step("Topics", 6 * HOUR, job("topics", TOPICS)),
      Next: "CopyTopicsOut",
    },

    CopyTopicsOut: {
      ...step("CopyTopicsOut", HOUR, [
        "s3-dist-cp",
        `--src=${TOPICS}`,
        `--dest=s3://${dataBucket}/`,
        RESULTS,
      ]),
      Next: "TerminateCluster",
    },

    TerminateCluster: { ...terminateCluster, Catch: catchAll("TerminateFailedCluster"), Next: "ListResults" },

    ListResults: {
      Comment: "Writes the manifest of what the cluster wrote",
      ...lambdaTask(functions.listResults, "RecordFailure"),
      ResultSelector: { "counts.$": "$.Payload.counts" },
      ResultPath: "$.analysis",
      Next: "LoadResults",
    },

    TerminateFailedCluster: {
      Comment: "Where ending the cluster fails as well, the first error stays the one that is reported",
      ...terminateCluster,
      Catch: catchAll("RecordFailure", "$.terminateError"),
      Next: "RecordFailure",
    },
  } satisfies Record<string, State>;
}
