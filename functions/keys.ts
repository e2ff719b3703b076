/** Where things lie in the object store: every key derives from the run's id. See docs/data-contract.md. */

export const STATIONS_KEY = "input/subway_station_information.csv";
export const LATEST_KEY = "published/latest.json";

export const rawPrefix = (runId: string): string => `raw/run=${runId}/`;
/** What a raw page is called within its run, whatever becomes of the object that holds it. */
export const rawPageName = (station: string, page: string): string => `station=${station}/${page}`;
export const rawPageKey = (runId: string, pageName: string): string =>
  `${rawPrefix(runId)}${pageName}.jsonl.gz`;
export const rawManifestKey = (runId: string): string => `${rawPrefix(runId)}manifest.json`;
/** What an unfinished extraction has stored so far; gone as soon as the manifest is there. */
export const rawProgressKey = (runId: string): string => `${rawPrefix(runId)}progress.json`;

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
  `${scoredPrefix(runId)}bucket=${part(bucket)}/${part(batch)}`;
export const batchTallyKey = (runId: string, batch: number): string =>
  `${scoredPrefix(runId)}batches/${part(batch)}`;
/** The words of a bucket's posts, from which the last step finds the topics. */
export const wordsKey = (runId: string, bucket: number): string =>
  `${scoredPrefix(runId)}words/${part(bucket)}`;
export const bucketTallyKey = (runId: string, bucket: number): string =>
  `${scoredPrefix(runId)}buckets/${part(bucket)}`;
export const postsKey = (runId: string, bucket: number): string =>
  `${analysisPrefix(runId)}posts/part-${part(bucket)}.parquet`;
export const topicsKey = (runId: string): string => `${analysisPrefix(runId)}topics/part-00000.parquet`;

export const quarantinePrefix = (runId: string): string => `quarantine/run=${runId}/`;
export const quarantineKey = (runId: string, batch: number): string =>
  `${quarantinePrefix(runId)}part-${part(batch)}.jsonl`;

const publishedPrefix = (runId: string): string => `published/run=${runId}/`;
export const publishedKey = (runId: string, name: "run" | "stations" | "manifest"): string =>
  `${publishedPrefix(runId)}${name}.json`;

/** Which posts were removed because X named them: ids, reasons, runs. */
export const REMOVALS_KEY = "compliance/removals.jsonl";
/** The runs from which posts are being removed; gone when nothing of them is left anywhere. */
export const UNFINISHED_KEY = "compliance/unfinished.json";
/** How a check for deleted posts ended. */
export const checkReportKey = (checkId: string): string => `compliance/checks/${checkId}.json`;
/** What a check hands from state to state; gone at its end. */
export const ALL_CHECKS = "compliance/check=";
export const checkPrefix = (checkId: string): string => `${ALL_CHECKS}${checkId}/`;
export const storedPostsPrefix = (checkId: string): string => `${checkPrefix(checkId)}runs/`;
export const storedPostsKey = (checkId: string, runId: string): string =>
  `${storedPostsPrefix(checkId)}${runId}.json.gz`;
/** The ids that one job of X is asked about, one a line, and what it answered. */
export const questionKey = (checkId: string, chunk: number): string =>
  `${checkPrefix(checkId)}ids-${part(chunk)}.txt`;
export const answerKey = (checkId: string, chunk: number): string =>
  `${checkPrefix(checkId)}answer-${part(chunk)}.json`;

const part = (number: number): string => String(number).padStart(5, "0");

/** What the search on X remembers from run to run: what was asked for, and what it cost. */
export const X_STATE_KEY = "sources/x/state.json";
export const X_PLANS_PREFIX = "sources/x/run=";
/** What a run asks X for, fixed when it begins. */
export const xPlanKey = (runId: string): string => `${X_PLANS_PREFIX}${runId}/plan.json`;
