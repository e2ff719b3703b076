import { expect, test } from "vitest";
import { benchPipeline } from "../../bench/pipeline/benchmark.ts";

test("the benchmark of the pipeline takes posts to loaded tables, and measures each phase", async () => {
  const { citypulse, original, bytes } = await benchPipeline({ posts: 500, withOriginal: false });
  expect(bytes).toBeGreaterThan(500 * 200);
  expect(original).toBeNull();
  expect(citypulse.counts.read).toBe(500);
  expect(citypulse.counts.accepted).toBeGreaterThan(450);
  const { extract, analyse, load } = citypulse.phases;
  for (const phase of [extract, analyse, load]) expect(phase).toBeGreaterThan(0);
  expect(extract + analyse + load).toBeLessThan(citypulse.seconds);
  expect(Object.keys(citypulse.durability)).toEqual(["fsync", "full_page_writes", "synchronous_commit"]);
  if (process.platform !== "linux") expect(citypulse.memory).toBeNull();
  else expect(citypulse.memory?.postgres).toBeGreaterThan(10 * 2 ** 20);
});
