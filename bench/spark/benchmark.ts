import { join } from "node:path";
import { jobSeconds, type OriginalJobs, runOriginalJobs } from "../pipeline/original.ts";
import { postFile } from "../posts/post-file.ts";
import type { PostsOptions } from "../report/posts-command.ts";
import { inScratch } from "../report/scratch.ts";
import { runSparkJobs, type SparkRun } from "./citypulse.ts";

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
