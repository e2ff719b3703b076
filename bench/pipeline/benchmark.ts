import { join } from "node:path";
import { type Form, type PostFile, postFile } from "../posts/post-file.ts";
import type { PostsOptions } from "../report/posts-command.ts";
import { inScratch } from "../report/scratch.ts";
import { whole } from "../report/table.ts";
import { type PipelineRun, runCityPulse } from "./citypulse.ts";
import { type OriginalTimes, runOriginal } from "./original.ts";

/** The original way takes minutes for a million posts: more are not given to it. */
const MOST_FOR_ORIGINAL = 1_000_000;

export interface PipelineBenchmark {
  readonly posts: number;
  /** Size of the raw file. */
  readonly bytes: number;
  readonly citypulse: PipelineRun;
  readonly original: ComparedOriginal | null;
}

export interface ComparedOriginal {
  /** With so many posts it was measured. */
  readonly posts: number;
  readonly times: OriginalTimes;
  /** For all posts of the benchmark: the measured time, scaled but for Spark's starts where that was with fewer. */
  readonly seconds: number;
  /** The original way's seconds for one of CityPulse's. */
  readonly ratio: number;
}

/**
 * Takes as many made-up posts from raw JSON Lines to loaded tables, by CityPulse and then, with the same posts
 * and the same PostgreSQL, the original way. Throws where one of them fails, where a run's counts are not those
 * of the posts, and where the durability of the two databases differs.
 */
export async function benchPipeline(options: PostsOptions): Promise<PipelineBenchmark> {
  return await inScratch(async (scratch) => {
    const cache = options.cache ?? scratch;
    const posts = await makePosts(options.posts, "api", cache);
    const citypulse = await runCityPulse(posts, join(scratch, "home"));
    const original = options.withOriginal ? await compare(options.posts, citypulse, cache, scratch) : null;
    return { posts: options.posts, bytes: posts.bytes, citypulse, original };
  });
}

async function compare(
  posts: number,
  citypulse: PipelineRun,
  cache: string,
  scratch: string,
): Promise<ComparedOriginal> {
  const measured = Math.min(posts, MOST_FOR_ORIGINAL);
  const { path } = await makePosts(measured, "with-station", cache);
  const times = await runOriginal(path, scratch);
  const [ours, theirs] = [citypulse.durability, times.load.durability].map((one) => JSON.stringify(one));
  if (ours !== theirs)
    throw new Error(`The durability differs: CityPulse ${ours}, the original way ${theirs}.`);
  const starts = times.sentiment.startSeconds + times.topics.startSeconds;
  const seconds = starts + (times.seconds - starts) * (posts / measured);
  return { posts: measured, times, seconds, ratio: seconds / citypulse.seconds };
}

async function makePosts(posts: number, form: Form, cache: string): Promise<PostFile> {
  process.stderr.write(`Posts: ${whole(posts)} ...\n`);
  return await postFile(posts, form, cache);
}
