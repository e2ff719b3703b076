import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { encodeJson, readJson } from "../runs/manifest.ts";
import { isOf, readSources } from "./analysis.ts";
import { AnalysisManifest, removeUnlisted } from "./analysis-manifest.ts";
import { type ClusterRate, type ClusterSize, clusterSize } from "./engine-estimate.ts";
import { analysisManifestKey, clusterInputKey } from "./keys.ts";
import { Run } from "./run.ts";

const State = z.object({ run: Run });

/**
 * What plan-cluster writes for list-results. The jobs read what spark-jobs/neighbourhood/worker.ts describes, and the
 * number of `records`, which their workers must find.
 */
export const ClusterInput = AnalysisManifest.pick({ codeVersion: true, madeFrom: true });

export interface PlanClusterPorts {
  readonly store: ObjectStore;
  readonly codeVersion: string;
  readonly clusterRate: ClusterRate;
}

/** The size is that of a cluster for the run's records, whether or not it is needed. */
export interface ClusterPlan extends ClusterSize {
  /** Whether the analysis is there already, so that no cluster is needed. */
  readonly done: boolean;
}

/**
 * Writes down what the jobs on a cluster must know of the run besides its raw pages. An analysis of the same
 * pages by the same code is not made again; another one's manifest goes, since the files under it are about to
 * change. Throws InvalidInput, AnalysisFailed.
 */
export async function planCluster(
  event: unknown,
  { store, codeVersion, clusterRate }: PlanClusterPorts,
): Promise<ClusterPlan> {
  const { run } = State.parse(event);
  const { raw, stations, madeFrom } = await readSources(run, store);
  const size = clusterSize(raw.records, clusterRate);
  const finished = await readJson(store, analysisManifestKey(run.runId), AnalysisManifest);
  if (finished !== undefined && isOf(finished, { codeVersion, madeFrom })) {
    await removeUnlisted(store, finished);
    return { done: true, ...size };
  }
  await store.remove([analysisManifestKey(run.runId)]);
  const input = { codeVersion, madeFrom, records: raw.records, selection: raw.selection, stations };
  await store.write(clusterInputKey(run.runId), encodeJson(input));
  return { done: false, ...size };
}
