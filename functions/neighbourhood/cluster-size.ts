/** How much a unit of a cluster does. A unit has four vCPUs; state-machines/neighbourhood/instance-fleets.ts has the types. */
export interface ClusterRate {
  /** Posts that a unit takes from raw pages to topics in a second, as measured. */
  readonly postsPerSecond: number;
  /** How long a run's steps may take, in seconds; half an hour by default. */
  readonly targetSeconds?: number;
  /** More units on Spot than this are not asked for, and the steps take longer; 64 by default. */
  readonly mostTaskUnits?: number;
}

/** Two processors of a laptop make about as many, both jobs and their starts included; a unit has four. */
export const CLUSTER_RATE: ClusterRate = { postsPerSecond: 10_000 };

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
  { postsPerSecond, targetSeconds = 1800, mostTaskUnits = 64 }: ClusterRate,
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
