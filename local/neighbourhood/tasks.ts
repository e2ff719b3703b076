import { cp, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { analyse } from "../../functions/neighbourhood/analyse.ts";
import { closeNeighbourhoodRun } from "../../functions/neighbourhood/close-run.ts";
import { clusterRate, MEASURED_RATES } from "../../functions/neighbourhood/engine-estimate.ts";
import { extractPosts } from "../../functions/neighbourhood/extract-posts.ts";
import { listResults } from "../../functions/neighbourhood/list-results.ts";
import { loadResults } from "../../functions/neighbourhood/load-results.ts";
import { planCluster } from "../../functions/neighbourhood/plan-cluster.ts";
import { publish } from "../../functions/neighbourhood/publish.ts";
import type { Run, RunInput } from "../../functions/neighbourhood/run.ts";
import { STATIONS_KEY } from "../../functions/posts/keys.ts";
import type { PostSource } from "../../functions/posts/post-source.ts";
import { prepareDatabase } from "../../functions/runs/prepare-database.ts";
import { recordFailure } from "../../functions/runs/record-failure.ts";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";
import { emrSettings } from "../../state-machines/emr/cluster-settings.ts";
import { functionArns, SHARED_FUNCTIONS } from "../../state-machines/functions.ts";
import { NEIGHBOURHOOD_FUNCTIONS } from "../../state-machines/neighbourhood/resources.ts";
import { type NeighbourhoodTask, neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { lambdaTask, type TaskHandler } from "../engine/tasks.ts";
import type { PipelineParts } from "../pipeline.ts";
import { analysisThreads } from "./analysis-threads.ts";

/** What a run of the neighbourhood reads, and how its posts are judged. */
export interface NeighbourhoodOptions {
  readonly input: RunInput;
  readonly source: PostSource;
  /** What people call the posts; by default the source's name. */
  readonly posts?: string;
  /** Makes the analysis again, though it exists. */
  readonly analyseAnew?: boolean;
  /** The CSV that `pulumi up` would upload. */
  readonly stationsFile: Uint8Array;
  readonly maxRejectedShare: number;
  readonly minPosts: number;
  /** Bytes of raw pages that are analysed at a time; tests make it smaller. */
  readonly bytesInBucket?: number | undefined;
}

/** What the runner shares with the Tasks, and what this run brings. */
type NeighbourhoodParts = PipelineParts & Omit<NeighbourhoodOptions, "input">;

/** The handler of each Task on the laptop: the functions that AWS runs, an emulator of EMR, and a fake of SNS. */
export function neighbourhoodTasks(parts: NeighbourhoodParts): Record<NeighbourhoodTask, TaskHandler> {
  const { emr, codeVersion, bytesInBucket } = parts;
  const openWorkers = (run: Run) =>
    analysisThreads({ run, folder: parts.home.store, codeVersion, bytesInBucket });
  return {
    PrepareDatabase: lambdaTask(async (event) => {
      const run = await prepareDatabase(event, parts);
      // `pulumi up` puts this file into the bucket. Here it goes in under the lease, never under another run.
      await parts.store.write(STATIONS_KEY, parts.stationsFile);
      return run;
    }),
    ExtractPosts: lambdaTask((event) => extractPosts(event, parts)),
    Analyse: lambdaTask((event) => analyse(event, parts.mayUseThreads ? { ...parts, openWorkers } : parts)),
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

/** The machine that `pulumi up` deploys, with names instead of ARNs: on the laptop nothing is called by them. */
export const localStateMachine = () =>
  neighbourhoodStateMachine({
    functions: functionArns([...NEIGHBOURHOOD_FUNCTIONS, ...SHARED_FUNCTIONS], (name) => name),
    failureTopic: "failures",
    dataBucket: "data",
    // The EMR emulator runs on the same machine, so `auto` never gains by it and never chooses it.
    emrFrom: Number.MAX_SAFE_INTEGER,
    // The EMR emulator ignores these names.
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

const JOBS = fileURLToPath(new URL("../../spark-jobs/neighbourhood", import.meta.url));

/** Puts into the folder what `pulumi up` puts into the artifacts' bucket: the jobs' SQL and their worker. */
export async function placeArtifacts(folder: string): Promise<void> {
  const target = join(folder, "spark-jobs", "neighbourhood");
  await mkdir(target, { recursive: true });
  for (const name of ["sentiment.sql", "topics.sql"]) await cp(join(JOBS, name), join(target, name));
  // Renamed when it is whole: another run can be reading the old one.
  const bundle = join(target, `worker-${process.pid}.mjs`);
  await bundleWorker(bundle);
  await rename(bundle, join(target, "worker.mjs"));
}
