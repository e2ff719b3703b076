import { expect, test } from "vitest";
import {
  CLUSTER_START_SECONDS,
  type EngineRates,
  emrFrom,
  estimateEmr,
  estimateLambda,
  MEASURED_RATES,
} from "../../../functions/neighbourhood/engine-estimate.ts";

const rates: EngineRates = {
  lambda: { postsPerSecond: 50_000 },
  emr: { fixedSeconds: 30, copiedPerVcpu: 100_000, scoredPerVcpu: 25_000, topicsPerSecond: 200_000 },
};

test("Lambda's price is that of its memory and time", () => {
  // 2 x 1769 MiB for 20 s, at 0.0000133334 dollars a GiB and second.
  const { seconds, dollars } = estimateLambda(1_000_000, rates);
  expect(seconds).toBe(20);
  expect(dollars).toBeCloseTo(20 * 3.455 * 0.0000133334, 6);
});

test("a cluster's time is its start, what its units share, and what one worker does", () => {
  const { size, seconds, dollars } = estimateEmr(12_000_000, rates);
  expect(size).toEqual({ core: 2, task: 1 });
  // 12 vCPUs make 240,000 posts a second.
  expect(seconds).toBe(CLUSTER_START_SECONDS + 30 + 50 + 60);
  // Four instances, with their disks.
  expect(dollars).toBeCloseTo(4 * (0.192 + 0.048 + (128 * 0.08) / 730) * (seconds / 3600), 6);
});

test("from the crossing point on EMR is the quicker one, and just before it is not", () => {
  for (const some of [rates, MEASURED_RATES]) {
    const from = emrFrom(some);
    const isQuicker = (posts: number): boolean =>
      estimateEmr(posts, some).seconds <= estimateLambda(posts, some).seconds;
    expect(isQuicker(from)).toBe(true);
    expect(isQuicker(from - 1_000_000)).toBe(false);
  }
});

test("where the one worker is slower than Lambda, EMR is taken when no Lambda has the memory", () => {
  const slow = { ...rates, emr: { ...rates.emr, topicsPerSecond: 40_000 } };
  const from = emrFrom(slow);
  expect(estimateLambda(from, slow).seconds).toBe(Number.POSITIVE_INFINITY);
  expect(estimateLambda(from - 1_000_000, slow).seconds).toBe((from - 1_000_000) / 50_000);
});

test("posts that want more memory than two vCPUs bring cost more, and no more time", () => {
  const [some, more] = [estimateLambda(20_000_000, rates), estimateLambda(100_000_000, rates)];
  expect(more.seconds).toBe(5 * some.seconds);
  // 0.5 GiB and 64 bytes a post.
  expect(more.dollars).toBeCloseTo(more.seconds * (0.5 + 6.4e9 / 2 ** 30) * 0.0000133334, 6);
});
