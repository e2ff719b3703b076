import prices from "../prices.json" with { type: "json" };
import {
  type ClusterSize,
  clusterRate,
  clusterSize,
  HDFS_BYTES_PER_UNIT,
  VCPUS_PER_UNIT,
} from "./cluster-size.ts";
import type { EngineRates } from "./engine-rates.ts";

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
 * The engine `lambda`, on two vCPUs, or on the memory that the posts want where that is more; without end where no Lambda
 * has so much. Its requests and transitions cost less than a cent, and are left out.
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
