import { z } from "zod";
import { compareUtf8 } from "../../analysis/order.ts";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { encodeJson, type ManifestFile, readJson, sha256 } from "../runs/manifest.ts";
import { AnalysisManifest, Counts, Reason, removeUnlisted } from "./analysis-manifest.ts";
import {
  analysisManifestKey,
  analysisPrefix,
  clusterInputKey,
  quarantinePrefix,
  talliesPrefix,
} from "./keys.ts";
import { ClusterInput } from "./plan-cluster.ts";
import { Run } from "./run.ts";

const State = z.object({ run: Run, cluster: z.object({ ClusterId: z.string() }) });

const Count = z.number().int().nonnegative();
/** Files of one folder, and the rows that Spark counted in each. */
const Files = z.array(z.object({ name: z.string(), rows: Count }));

const Attempt = z.object({ cluster: z.string() });
/** The rows of `tallies/`, one an attempt: see sentiment.sql and topics.sql. */
const SentimentTally = Counts.extend({
  outside: Count,
  reasons: z.array(Reason),
  posts: Files,
  quarantine: Files,
});
const TopicsTally = z.object({ topics: Files });

export interface Listed {
  readonly counts: Counts;
}

/**
 * Writes the manifest of what the run's cluster wrote: the files that its jobs counted rows in, each with its
 * checksum. What an earlier attempt left beside them goes. Throws AnalysisFailed where something is missing.
 */
export async function listResults(
  event: unknown,
  { store }: { readonly store: ObjectStore },
): Promise<Listed> {
  const { run, cluster } = State.parse(event);
  const { runId } = run;
  // PlanCluster has removed any older one, so this is ours: we are called again.
  const finished = await readJson(store, analysisManifestKey(runId), AnalysisManifest);
  if (finished !== undefined) {
    await removeUnlisted(store, finished);
    return { counts: finished.counts };
  }
  const input = await readJson(store, clusterInputKey(runId), ClusterInput);
  if (input === undefined)
    throw new AnalysisFailed(`There is no ${clusterInputKey(runId)}, which PlanCluster writes.`);
  const read = <Tally extends z.ZodType>(job: "sentiment" | "topics", schema: Tally) =>
    readTally(store, talliesPrefix(runId, job), cluster.ClusterId, schema);
  const { outside, reasons, posts, quarantine, ...counts } = await read("sentiment", SentimentTally);
  const { topics } = await read("topics", TopicsTally);
  const manifest: AnalysisManifest = {
    runId,
    engine: "emr",
    ...input,
    counts,
    outside,
    reasons,
    posts: await describe(store, `${analysisPrefix(runId)}posts/`, posts),
    topics: await describe(store, `${analysisPrefix(runId)}topics/`, topics),
    quarantine: await describe(store, quarantinePrefix(runId), quarantine),
  };
  await store.write(analysisManifestKey(runId), encodeJson(manifest));
  await removeUnlisted(store, manifest);
  return { counts };
}

/** Throws AnalysisFailed where no tally of that cluster is under the prefix. */
async function readTally<Tally extends z.ZodType>(
  store: ObjectStore,
  prefix: string,
  cluster: string,
  schema: Tally,
): Promise<z.infer<Tally>> {
  for (const key of await store.list(prefix)) {
    const body = Buffer.from((await store.read(key)) ?? []).toString();
    for (const line of body.split("\n").filter((line) => line !== "")) {
      const tally: unknown = JSON.parse(line);
      if (Attempt.parse(tally).cluster === cluster) return schema.parse(tally);
    }
  }
  throw new AnalysisFailed(
    `There is no tally of the cluster ${cluster} under ${prefix}: its results were not copied.`,
    {
      hint: "Start the run again with the same id.",
    },
  );
}

async function describe(
  store: ObjectStore,
  folder: string,
  files: z.infer<typeof Files>,
): Promise<ManifestFile[]> {
  const described: ManifestFile[] = [];
  for (const { name, rows } of files.toSorted((left, right) => compareUtf8(left.name, right.name))) {
    const key = folder + name;
    const body = await store.read(key);
    if (body === undefined)
      throw new AnalysisFailed(`The object ${key} is missing, in which the cluster counted ${rows} rows.`);
    described.push({ key, rows, bytes: body.byteLength, sha256: sha256(body) });
  }
  return described;
}
