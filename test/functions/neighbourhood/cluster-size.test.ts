import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ClusterRate,
  clusterSize,
  HDFS_BYTES_PER_POST,
  HDFS_BYTES_PER_UNIT,
} from "../../../functions/neighbourhood/engine-estimate.ts";

const SEED = { seed: 20261116 };
const rate: ClusterRate = { postsPerSecond: 5000, targetSeconds: 1800, mostTaskUnits: 20 };
const somePosts = fc.integer({ min: 0, max: 2_000_000_000 });

test.for([
  [0, { core: 2, task: 1 }],
  [1_000_000, { core: 2, task: 1 }],
  // 12 units make 108,000,000 posts in the time, and four hold 137,000,000.
  [108_000_000, { core: 4, task: 8 }],
  [108_000_001, { core: 4, task: 9 }],
  // As many as hold the posts, however long the rest takes.
  [1_000_000_000, { core: 30, task: 20 }],
] as const)("%d posts get the cluster %j", ([posts, size]) => {
  expect(clusterSize(posts, rate)).toEqual(size);
});

test("HDFS always has room for all posts, and no fleet is empty or larger than allowed", () => {
  fc.assert(
    fc.property(somePosts, (posts) => {
      const { core, task } = clusterSize(posts, rate);
      expect(core * HDFS_BYTES_PER_UNIT).toBeGreaterThanOrEqual(posts * HDFS_BYTES_PER_POST);
      expect(Number.isSafeInteger(core)).toBe(true);
      expect(Number.isSafeInteger(task)).toBe(true);
      expect(task).toBeGreaterThanOrEqual(1);
      expect(task).toBeLessThanOrEqual(20);
    }),
    SEED,
  );
});

test("the target time is kept unless the limit forbids it", () => {
  fc.assert(
    fc.property(somePosts, (posts) => {
      const { core, task } = clusterSize(posts, rate);
      if (task < 20) expect((core + task) * 5000 * 1800).toBeGreaterThanOrEqual(posts);
    }),
    SEED,
  );
});

test("more posts never get a smaller cluster", () => {
  const units = (posts: number): number => {
    const { core, task } = clusterSize(posts, { postsPerSecond: 5000 });
    return core + task;
  };
  fc.assert(
    fc.property(somePosts, somePosts, (posts, more) => {
      expect(units(posts + more)).toBeGreaterThanOrEqual(units(posts));
    }),
    SEED,
  );
});

test.for([
  [-1, rate, "A cluster is wanted for -1 posts"],
  [1.5, rate, "A cluster is wanted for 1.5 posts"],
  [1, { postsPerSecond: 0 }, "postsPerSecond is 0"],
  [1, { postsPerSecond: 1, targetSeconds: Number.NaN }, "targetSeconds is NaN"],
  [1, { postsPerSecond: 1, mostTaskUnits: -3 }, "mostTaskUnits is -3"],
] as const)("numbers that make no sense are refused: %j", ([posts, wrong, sentence]) => {
  expect(() => clusterSize(posts, wrong)).toThrow(sentence);
});
