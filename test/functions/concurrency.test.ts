import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withConcurrency } from "../../functions/concurrency.ts";

const always = () => true;

test("every item is worked on once, begun in order and never more than so many at a time", async () => {
  const begun: number[] = [];
  let atWork = 0;
  let most = 0;
  const items = Array.from({ length: 20 }, (_, index) => index);
  const count = await withConcurrency(items, {
    size: 3,
    hasTime: always,
    work: async (item) => {
      begun.push(item);
      most = Math.max(most, ++atWork);
      await sleep((item * 7) % 5);
      atWork -= 1;
    },
  });
  expect(count).toBe(20);
  expect(begun).toEqual(items);
  expect(most).toBe(3);
  expect(atWork).toBe(0);
});

test("without time no other item is begun, and those begun are done", async () => {
  let left = 5;
  const done: number[] = [];
  const count = await withConcurrency([1, 2, 3, 4, 5, 6, 7, 8], {
    size: 2,
    hasTime: () => left-- > 0,
    work: async (item) => {
      await sleep(2);
      done.push(item);
    },
  });
  expect(count).toBe(5);
  expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
});

test("a failure ends the beginning, waits for what is begun, and is thrown", async () => {
  const done: number[] = [];
  const working = withConcurrency([1, 2, 3, 4, 5, 6], {
    size: 2,
    hasTime: always,
    work: async (item) => {
      if (item === 2) throw new Error("two is bad");
      await sleep(10);
      done.push(item);
    },
  });
  await expect(working).rejects.toThrow("two is bad");
  expect(done).toEqual([1]);
});

test("nothing to do is done", async () => {
  expect(await withConcurrency([], { size: 4, hasTime: always, work: async () => {} })).toBe(0);
});
