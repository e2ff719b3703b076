import { join } from "node:path";
import { jobSeconds, type OriginalJobs, runOriginalJobs } from "../pipeline/original.ts";
import { postFile } from "../posts/post-file.ts";
import type { PostsOptions } from "../report/command.ts";
import { ROWS } from "../report/key-figures.ts";
import { inScratch } from "../report/scratch.ts";
import { type Figures, seconds, whole } from "../report/table.ts";
import { type JobRun, runSparkJobs, type SparkRun } from "./citypulse.ts";

export interface SparkBenchmark {
  readonly posts: number;
  readonly citypulse: SparkRun;
  /** Time of both jobs, including the starts of Spark. */
  readonly seconds: number;
  /** Null if the original pipeline did not run. */
  readonly original: { readonly jobs: OriginalJobs; readonly seconds: number; readonly ratio: number } | null;
}

/**
 * Runs the two jobs of the engine `emr` on generated posts, and then the two jobs of the original pipeline on the same
 * posts. Both use local[2], and each file has at least as many parts as there are processors. Throws if a run fails.
 */
export async function benchSpark({ posts, withOriginal, cache }: PostsOptions): Promise<SparkBenchmark> {
  return await inScratch(async (scratch) => {
    const folder = cache ?? scratch;
    const { path, counts } = await postFile(posts, "api", folder);
    const citypulse = await runSparkJobs(path, join(scratch, "home"));
    const [found, wanted] = [citypulse.counts, counts].map((one) => JSON.stringify(one));
    if (found !== wanted) throw new Error(`The run of ${path} counted ${found}, not ${wanted}.`);
    const seconds = citypulse.sentiment.seconds + citypulse.topics.seconds;
    if (!withOriginal) return { posts, citypulse, seconds, original: null };
    const jobs = await runOriginalJobs((await postFile(posts, "with-station", folder)).path, scratch);
    const all = jobSeconds(jobs);
    return { posts, citypulse, seconds, original: { jobs, seconds: all, ratio: all / seconds } };
  });
}

/** Compares the two jobs of both pipelines, and shows where the time goes. */
export const sparkTable = ({ posts, citypulse, seconds: ours, original }: SparkBenchmark): Figures => ({
  table: [
    [`${whole(posts)} posts, two processors`, ""],
    ["CityPulse, both jobs, starts included", seconds(ours)],
    ...jobRows("its sentiment job", citypulse.sentiment),
    ...jobRows("its topics job", citypulse.topics),
    ...(original === null
      ? []
      : [
          ["Both jobs of the original pipeline", seconds(original.seconds)],
          [
            "its starts of Spark",
            seconds(original.jobs.sentiment.startSeconds + original.jobs.topics.startSeconds),
          ],
          ["its sentiment job", seconds(original.jobs.sentiment.jobSeconds)],
          ["its topics job", seconds(original.jobs.topics.jobSeconds)],
          [ROWS.pipeline, `${original.ratio.toFixed(1)} times as long`],
        ]),
  ],
  notes: original === null ? [] : [ORIGINAL_PIPELINE],
});

const jobRows = (name: string, job: JobRun): string[][] => [
  [name, seconds(job.seconds)],
  ["– Spark's start and end", seconds(job.start)],
  ...job.parts.map((part) => [`– ${part.name}`, seconds(part.seconds)]),
  ["– the rest", seconds(job.rest)],
];

const ORIGINAL_PIPELINE =
  "Both run on Spark's `local[2]`, one after the other. The original pipeline runs one job with vaderSentiment in a Python " +
  "UDF, and one with stop words, Snowball stemming and counting. CityPulse reads raw pages, scores every text twice, " +
  "finds its station, takes the newest version of each post, and ranks words and phrases of every station.";
