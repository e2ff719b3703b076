import { type ClusterSize, clusterRate, clusterSize, VCPUS_PER_UNIT } from "./cluster-size.ts";
import type { EngineRates } from "./engine-rates.ts";
import prices from "./prices.json" with { type: "json" };

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
const MEBIBYTES_PER_VCPU = 1769;
const LAMBDA_VCPUS = 2;

/** An hour of a unit: on Spot it costs less, by a price that changes, so that is not counted on. */
const UNIT_HOUR =
  prices.dollars.ec2XlargeHour + prices.dollars.emrXlargeHour + (128 * prices.dollars.gp3GigabyteMonth) / 730;

/** The engine `lambda`, on two vCPUs. Its requests and transitions cost less than a cent, and are left out. */
export function estimateLambda(posts: number, { lambda }: EngineRates): Estimate {
  const seconds = posts / lambda.postsPerSecond;
  const gigabytes = (LAMBDA_VCPUS * MEBIBYTES_PER_VCPU) / 1024;
  return { seconds, dollars: seconds * gigabytes * prices.dollars.lambdaArmGigabyteSecond };
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
const MOST_MILLIONS = 1000;

/**
 * From so many posts on, in whole millions, the engine `auto` takes EMR: there its cluster, start included, is the quicker
 * one. By price alone Lambda would always be taken. Without end where EMR is slower however many posts there are.
 */
export function emrFrom(rates: EngineRates): number {
  for (let millions = 1; millions <= MOST_MILLIONS; millions++) {
    const posts = millions * MILLION;
    if (estimateEmr(posts, rates).seconds <= estimateLambda(posts, rates).seconds) return posts;
  }
  return Number.MAX_SAFE_INTEGER;
}
