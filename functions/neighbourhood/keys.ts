import { partName } from "../runs/manifest.ts";

/** Where the analysis of a run and what is published of it are stored: every key derives from the run's id. See docs/data-contract.md. */

export const analysisPrefix = (runId: string): string => `analysis/run=${runId}/`;
export const analysisManifestKey = (runId: string): string => `${analysisPrefix(runId)}manifest.json`;
/** What the jobs on a cluster must know of the run. */
export const clusterInputKey = (runId: string): string => `${analysisPrefix(runId)}input.json`;
/** What a job on a cluster says of the files that it wrote. */
export const talliesPrefix = (runId: string, job: "sentiment" | "topics"): string =>
  `${analysisPrefix(runId)}tallies/${job}/`;
/** Scored posts on their way from the raw pages to the bucket in which duplicates meet; gone at the end. */
const scoredPrefix = (runId: string): string => `${analysisPrefix(runId)}scored/`;
export const scoredKey = (runId: string, bucket: number, batch: number): string =>
  `${scoredPrefix(runId)}bucket=${partName(bucket)}/${partName(batch)}`;
export const batchTallyKey = (runId: string, batch: number): string =>
  `${scoredPrefix(runId)}batches/${partName(batch)}`;
/** The words of a bucket's posts, from which the last step finds the topics. */
export const wordsKey = (runId: string, bucket: number): string =>
  `${scoredPrefix(runId)}words/${partName(bucket)}`;
export const bucketTallyKey = (runId: string, bucket: number): string =>
  `${scoredPrefix(runId)}buckets/${partName(bucket)}`;
export const postsKey = (runId: string, bucket: number): string =>
  `${analysisPrefix(runId)}posts/part-${partName(bucket)}.parquet`;
export const topicsKey = (runId: string): string => `${analysisPrefix(runId)}topics/part-00000.parquet`;
/** The prefix of all records that could not be used. Other pipelines have folders of their own beside it. */
export const QUARANTINE = "quarantine/run=";
export const quarantinePrefix = (runId: string): string => `${QUARANTINE}${runId}/`;
export const quarantineKey = (runId: string, batch: number): string =>
  `${quarantinePrefix(runId)}part-${partName(batch)}.jsonl`;
export const LATEST_KEY = "published/latest.json";
/** The prefixes of all that is published. Other pipelines have folders of their own beside it. */
export const PUBLISHED = ["published/run=", LATEST_KEY] as const;
const publishedPrefix = (runId: string): string => `${PUBLISHED[0]}${runId}/`;
export const publishedKey = (runId: string, name: "run" | "stations" | "manifest"): string =>
  `${publishedPrefix(runId)}${name}.json`;
