import { STATIONS_KEY } from "../../functions/keys.ts";
import { type AnalysePorts, analyse } from "../../functions/neighbourhood/analyse.ts";
import { closeNeighbourhoodRun } from "../../functions/neighbourhood/close-run.ts";
import { clusterRate } from "../../functions/neighbourhood/cluster-size.ts";
import { MEASURED_RATES } from "../../functions/neighbourhood/engine-rates.ts";
import { extractPosts } from "../../functions/neighbourhood/extract-posts.ts";
import { listResults } from "../../functions/neighbourhood/list-results.ts";
import { loadResults } from "../../functions/neighbourhood/load-results.ts";
import { planCluster } from "../../functions/neighbourhood/plan-cluster.ts";
import { publish } from "../../functions/neighbourhood/publish.ts";
import type { Clock, Database, ObjectStore, PostSource, Progress, StepLogs } from "../../functions/ports.ts";
import { prepareDatabase } from "../../functions/runs/prepare-database.ts";
import { recordFailure } from "../../functions/runs/record-failure.ts";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import { NEIGHBOURHOOD_FUNCTIONS } from "../../state-machines/neighbourhood/resources.ts";
import { type NeighbourhoodTask, neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import type { LocalEmr } from "../emr/local-emr.ts";
import { lambdaTask, type TaskHandler } from "../engine/tasks.ts";

export interface NeighbourhoodParts {
  readonly store: ObjectStore;
  readonly database: Database;
  readonly source: PostSource;
  readonly clock: Clock;
  readonly emr: LocalEmr;
  readonly stepLogs: StepLogs;
  readonly codeVersion: string;
  readonly maximumRejectedShare: number;
  readonly minimumPosts: number;
  readonly stationsFile: Uint8Array;
  readonly progress: Progress;
  readonly openWorkers?: AnalysePorts["openWorkers"] | undefined;
  readonly bytesInBucket?: number | undefined;
  migrate(): Promise<void>;
}

/** What stands behind each Task on the laptop: the handlers that AWS runs, and EMR's and SNS's stand-ins. */
export function neighbourhoodTasks(parts: NeighbourhoodParts): Record<NeighbourhoodTask, TaskHandler> {
  const { emr } = parts;
  return {
    PrepareDatabase: lambdaTask(async (event) => {
      const run = await prepareDatabase(event, parts);
      // `pulumi up` puts this file into the bucket. Here it goes in under the lease, never under another run.
      await parts.store.write(STATIONS_KEY, parts.stationsFile);
      return run;
    }),
    ExtractPosts: lambdaTask((event) => extractPosts(event, parts)),
    Analyse: lambdaTask((event) => analyse(event, parts)),
    PlanCluster: lambdaTask((event) =>
      planCluster(event, { ...parts, clusterRate: clusterRate(MEASURED_RATES) }),
    ),
    CreateCluster: emr.createCluster,
    CopyIn: emr.addStep,
    Sentiment: emr.addStep,
    CopySentimentOut: emr.addStep,
    Topics: emr.addStep,
    CopyTopicsOut: emr.addStep,
    TerminateCluster: emr.terminateCluster,
    TerminateFailedCluster: emr.terminateCluster,
    ListResults: lambdaTask((event) => listResults(event, parts)),
    LoadResults: lambdaTask((event) => loadResults(event, parts)),
    Publish: lambdaTask((event) => publish(event, parts)),
    CloseRun: lambdaTask((event) => closeNeighbourhoodRun(event, parts)),
    RecordFailure: lambdaTask((event) => recordFailure(event, parts)),
    // The person who would get the e-mail sits in front of the command line, which tells them itself.
    Notify: async () => ({ MessageId: "local" }),
  };
}

/** The machine that `pulumi up` deploys, with names in the place of ARNs: on the laptop nothing is called by them. */
export const localStateMachine = () =>
  neighbourhoodStateMachine({
    functions: NEIGHBOURHOOD_FUNCTIONS,
    failureTopic: "failures",
    dataBucket: "data",
    // EMR's stand-in runs on the same machine, so `auto` never gains by it: it is there for who asks for it.
    emrFrom: Number.MAX_SAFE_INTEGER,
    // EMR's stand-in looks at none of these names.
    emr: emrSettings({
      subnetIds: ["local"],
      serviceRole: "emr",
      instanceProfile: "emr-nodes",
      securityGroups: { primary: "local", coreAndTask: "local", serviceAccess: "local" },
      securityConfiguration: "local",
      logUri: "s3://logs/emr/",
      artifactBucket: "artifacts",
      node: { version: process.versions.node, sha256: { arm64: "local", x64: "local" } },
    }),
  });
