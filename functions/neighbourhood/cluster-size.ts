import type { EngineRates } from "./engine-rates.ts";

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

/** What HDFS may fill of a unit's volume, in bytes; each block lies there once. */
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
