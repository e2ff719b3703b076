import { availableParallelism } from "node:os";
import { join } from "node:path";
import {
  CLUSTER_START_SECONDS,
  type EngineRates,
  emrFrom,
  estimateEmr,
  estimateLambda,
} from "../../functions/neighbourhood/engine-estimate.ts";
import { benchPipeline } from "../pipeline/benchmark.ts";
import { postFile } from "../posts/post-file.ts";
import { inScratch } from "../report/scratch.ts";
import { type Figures, whole } from "../report/table.ts";
import { runSparkJobs, type SparkRun } from "./citypulse.ts";

/** Rates are converted to two vCPUs from the processors of this machine. */
const VCPUS = 2;

/** Measures both engines on the same generated posts, one after the other. */
export async function measureRates(posts: number, cache: string): Promise<EngineRates> {
  const { path } = await postFile(posts, "api", cache);
  const { citypulse } = await benchPipeline({ posts, withOriginal: false, cache });
  const spark = await inScratch((scratch) => runSparkJobs(path, join(scratch, "home")));
  return ratesOf(posts, citypulse.phases.analyse, spark, availableParallelism());
}

/** Computes the rates from the times of both engines on this number of processors. */
export function ratesOf(
  posts: number,
  analyseSeconds: number,
  { copySeconds, sentiment, topics }: SparkRun,
  processors: number,
): EngineRates {
  const sum = (parts: readonly { readonly seconds: number }[]): number =>
    parts.reduce((all, { seconds }) => all + seconds, 0);
  const fixedSeconds = [sentiment, topics].reduce((all, { start, rest }) => all + start + rest, 0);
  return {
    lambda: { postsPerSecond: rounded((posts / analyseSeconds) * (VCPUS / processors)) },
    emr: {
      fixedSeconds: rounded(fixedSeconds),
      // The copy is one process on one processor.
      copiedPerVcpu: rounded(posts / copySeconds),
      scoredPerVcpu: rounded(posts / (sum(sentiment.parts) * processors)),
      topicsPerSecond: rounded(posts / sum(topics.parts)),
    },
  };
}

/** Rounds to three digits, because more would suggest that rates are exact. */
const rounded = (value: number): number => Number(value.toPrecision(3));

/** Time and cost of both engines for some numbers of posts. */
export function enginesTable(rates: EngineRates): Figures {
  const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;
  const row = (posts: number): string[] => {
    const lambda = estimateLambda(posts, rates);
    const { size, ...emr } = estimateEmr(posts, rates);
    const cost = ({ dollars }: { readonly dollars: number }): string =>
      `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
    return [
      whole(posts),
      minutes(lambda.seconds),
      cost(lambda),
      `1 + ${size.core} + ${size.task}`,
      minutes(emr.seconds),
      cost(emr),
    ];
  };
  const header = ["posts", "lambda", "", "emr: primary, core, task units", "", ""];
  return {
    table: [header, ...[1, 10, 100].map((millions) => row(millions * 1_000_000))],
    notes: [
      `EMR is faster from ${whole(emrFrom(rates))} posts on, and the engine \`auto\` uses it from there. ` +
        `The start of a cluster is assumed to take ${minutes(CLUSTER_START_SECONDS)}.`,
    ],
  };
}
