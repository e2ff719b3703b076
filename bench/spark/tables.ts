import { type Figures, seconds, whole } from "../report/table.ts";
import type { SparkBenchmark } from "./benchmark.ts";
import type { JobRun } from "./citypulse.ts";

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
