import { join } from "node:path";
import { jobSeconds, type OriginalJobs, runOriginalJobs } from "../pipeline/original.ts";
import { postFile } from "../posts/post-file.ts";
import type { PostsOptions } from "../report/command.ts";
import { inScratch } from "../report/scratch.ts";
import { type Figures, seconds, whole } from "../report/table.ts";
import { type JobRun, runSparkJobs, type SparkRun } from "./citypulse.ts";

export interface SparkBenchmark {
  readonly posts: number;
  readonly citypulse: SparkRun;
  /** Of both jobs, the starts of Spark included. */
  readonly seconds: number;
  /** Null where it was not asked for. */
  readonly original: { readonly jobs: OriginalJobs; readonly seconds: number; readonly ratio: number } | null;
}

/**
 * Runs the two jobs of the engine `emr` on so many made-up posts, and then the two jobs of the original way on the same
 * posts: both on local[2], each file in as many parts as there are processors, or more. Throws where a run fails.
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

/** The two jobs of both ways, and where the time goes. */
export const sparkTable = ({ posts, citypulse, seconds: ours, original }: SparkBenchmark): Figures => ({
  table: [
    [`${whole(posts)} posts, two processors`, ""],
    ["CityPulse, both jobs, starts included", seconds(ours)],
    ...jobRows("its sentiment job", citypulse.sentiment),
    ...jobRows("its topics job", citypulse.topics),
    ...(original === null
      ? []
      : [
          ["The original way's two jobs", seconds(original.seconds)],
          [
            "its starts of Spark",
            seconds(original.jobs.sentiment.startSeconds + original.jobs.topics.startSeconds),
          ],
          ["its sentiment job", seconds(original.jobs.sentiment.jobSeconds)],
          ["its topics job", seconds(original.jobs.topics.jobSeconds)],
          ["The original way takes", `${original.ratio.toFixed(1)} times as long`],
        ]),
  ],
  notes: original === null ? [] : [ORIGINAL_WAY],
});

const jobRows = (name: string, job: JobRun): string[][] => [
  [name, seconds(job.seconds)],
  ["– Spark's start and end", seconds(job.start)],
  ...job.parts.map((part) => [`– ${part.name}`, seconds(part.seconds)]),
  ["– the rest", seconds(job.rest)],
];

const ORIGINAL_WAY =
  "Both on Spark's `local[2]`. The original way: vaderSentiment in a Python UDF, then a second job with stop words, " +
  "Snowball stemming and counting. CityPulse reads raw pages, and scores every text twice, looks for its station, takes " +
  "the newest version of each post, and ranks words and phrases of every station. Measured one after the other.";
