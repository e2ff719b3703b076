import { z } from "zod";
import measured from "./engine-rates.json" with { type: "json" };

const Rate = z.number().positive();

/** How fast the engines are, in posts a second, as measured on two processors that are taken for two vCPUs. */
export const EngineRates = z.object({
  /** The state Analyse, on both. */
  lambda: z.object({ postsPerSecond: Rate }),
  emr: z.object({
    /** What the two jobs need however few the posts are: starts, and statements that read nothing large. */
    fixedSeconds: Rate,
    /** Raw pages to HDFS, a vCPU. */
    copiedPerVcpu: Rate,
    /** The part of the job Sentiment that follows from the posts, a vCPU. */
    scoredPerVcpu: Rate,
    /** The one worker of the job Topics. */
    topicsPerSecond: Rate,
  }),
});
export type EngineRates = z.infer<typeof EngineRates>;

/** What `npm run bench -- --write --only engines` wrote down. */
export const MEASURED_RATES: EngineRates = EngineRates.parse(measured);
