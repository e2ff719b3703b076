import { expect, test } from "vitest";
import { evaluateTopics } from "../../../bench/topics/benchmark.ts";

test("of five terms a station, at least 95 in 100 are shown that were planted there", async () => {
  const { distinctive, plain } = await evaluateTopics();
  expect(distinctive).toBeGreaterThanOrEqual(0.95);
  expect(plain).toBeLessThan(0.5);
});
