import { z } from "zod";
import prices from "../prices.json" with { type: "json" };
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

/** How much a unit of a cluster does. */
export interface ClusterRate {
  /** Posts that a unit takes from raw pages to scored rows in a second. */
  readonly postsPerSecond: number;
  /** How long that may take for all posts, in seconds; ten minutes by default, about as long as a cluster's start. */
  readonly targetSeconds?: number;
  /** More units on Spot than this are not asked for, and the steps take longer; 64 by default. */
  readonly mostTaskUnits?: number;
}

/** instance-fleets.ts has the types of a unit. */
export const VCPUS_PER_UNIT = 4;

/** What a unit copies and scores, one after the other. The topics are one worker's, whatever the cluster's size. */
export const clusterRate = ({ emr: { copiedPerVcpu, scoredPerVcpu } }: EngineRates): ClusterRate => ({
  postsPerSecond: VCPUS_PER_UNIT / (1 / copiedPerVcpu + 1 / scoredPerVcpu),
});

/** The units of the core fleet, on demand, and of the task fleet, on Spot. */
export interface ClusterSize {
  readonly core: number;
  readonly task: number;
}

/**
 * What a post takes in HDFS, in bytes, with its raw record, its scored row, its words and both results. Made posts take
 * less than half of it; those of the source have longer records.
 */
export const HDFS_BYTES_PER_POST = 2000;

/** The bytes of a unit's volume that HDFS can fill. Each block is stored once. */
export const HDFS_BYTES_PER_UNIT = 64 * 2 ** 30;

/** One node that fills up or is slow is not the whole of HDFS. */
const FEWEST_CORE_UNITS = 2;

/**
 * The cluster for so many posts. HDFS decides the core units, since they alone store: as many as hold all posts. The rate
 * decides the units in all, as many as make the posts in the target time; what core has not is task's, at least one.
 * Throws a RangeError where a number makes no sense.
 */
export function clusterSize(
  posts: number,
  { postsPerSecond, targetSeconds = 600, mostTaskUnits = 64 }: ClusterRate,
): ClusterSize {
  if (!Number.isSafeInteger(posts) || posts < 0)
    throw new RangeError(`A cluster is wanted for ${posts} posts: give a whole number from 0 on.`);
  const wrong = Object.entries({ postsPerSecond, targetSeconds, mostTaskUnits }).find(
    ([, value]) => !(Number.isFinite(value) && value > 0),
  );
  if (wrong !== undefined)
    throw new RangeError(`A cluster's ${wrong[0]} is ${wrong[1]}: give a number above 0.`);

  const core = Math.max(FEWEST_CORE_UNITS, Math.ceil((posts * HDFS_BYTES_PER_POST) / HDFS_BYTES_PER_UNIT));
  const units = Math.ceil(posts / (postsPerSecond * targetSeconds));
  return { core, task: Math.max(1, Math.min(Math.floor(mostTaskUnits), units - core)) };
}

/** What an analysis takes, from raw pages to topics, and what AWS asks for it. */
export interface Estimate {
  readonly seconds: number;
  readonly dollars: number;
}

export interface ClusterEstimate extends Estimate {
  readonly size: ClusterSize;
}

/** From the request to WAITING, with the bootstrap action: an allowance, since nothing of it has run in AWS yet. */
export const CLUSTER_START_SECONDS = 7 * 60;

/** Lambda gives a vCPU for so much memory: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const GIBIBYTES_PER_VCPU = 1769 / 1024;
const LAMBDA_VCPUS = 2;
const MOST_LAMBDA_GIBIBYTES = 10;

/** Memory of the engine `lambda`, from docs/benchmarks.md ("How it grows"): a fixed amount and one for each post. */
const LAMBDA_GIBIBYTES = 0.5;
const BYTES_PER_POST = 64;

/** HDFS may fill half of a unit's volume. */
const VOLUME_GIBIBYTES = (2 * HDFS_BYTES_PER_UNIT) / 2 ** 30;
/** AWS's own figure for what is priced by the hour. */
export const HOURS_IN_MONTH = 730;

type UnitPrices = Pick<typeof prices.dollars, "ec2XlargeHour" | "emrXlargeHour" | "gp3GigabyteMonth">;

/**
 * An hour of a unit, in dollars, with EMR's own price and the volume, whatever the family: on Spot it costs less, by a
 * price that changes, so that is not counted on.
 */
export const unitHour = ({ dollars }: { readonly dollars: UnitPrices }): number =>
  dollars.ec2XlargeHour +
  dollars.emrXlargeHour +
  (VOLUME_GIBIBYTES * dollars.gp3GigabyteMonth) / HOURS_IN_MONTH;

const UNIT_HOUR = unitHour(prices);

/**
 * The engine `lambda`, on two vCPUs, or on the memory that the posts need if that is more; infinite if no Lambda has so
 * much. Its requests and transitions cost less than a cent, and are not counted.
 */
export function estimateLambda(posts: number, { lambda }: EngineRates): Estimate {
  const wanted = LAMBDA_GIBIBYTES + (posts * BYTES_PER_POST) / 2 ** 30;
  if (wanted > MOST_LAMBDA_GIBIBYTES)
    return { seconds: Number.POSITIVE_INFINITY, dollars: Number.POSITIVE_INFINITY };
  const gibibytes = Math.max(LAMBDA_VCPUS * GIBIBYTES_PER_VCPU, wanted);
  const seconds = posts / lambda.postsPerSecond;
  return { seconds, dollars: seconds * gibibytes * prices.dollars.lambdaArmGigabyteSecond };
}

/** The engine `emr`, on the cluster that PlanCluster asks for, all of it paid from its request to its end. */
export function estimateEmr(posts: number, rates: EngineRates): ClusterEstimate {
  const size = clusterSize(posts, clusterRate(rates));
  const { fixedSeconds, copiedPerVcpu, scoredPerVcpu, topicsPerSecond } = rates.emr;
  const units = size.core + size.task;
  const vcpuSeconds = posts / copiedPerVcpu + posts / scoredPerVcpu;
  const seconds =
    CLUSTER_START_SECONDS + fixedSeconds + vcpuSeconds / (units * VCPUS_PER_UNIT) + posts / topicsPerSecond;
  // The primary node is a unit as well.
  return { size, seconds, dollars: ((units + 1) * UNIT_HOUR * seconds) / 3600 };
}

const MILLION = 1_000_000;

/**
 * From so many posts on, in whole millions, the engine `auto` takes EMR: there its cluster, start included, is the quicker
 * one, or no Lambda has the memory. By price alone Lambda would be taken for as long as it can.
 */
export function emrFrom(rates: EngineRates): number {
  let posts = MILLION;
  while (estimateEmr(posts, rates).seconds > estimateLambda(posts, rates).seconds) posts += MILLION;
  return posts;
}
