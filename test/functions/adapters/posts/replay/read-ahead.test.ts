import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { readAhead } from "../../../../../functions/adapters/posts/replay/read-ahead.ts";

/** Counts to three, and notes what was made and whether it was ended. */
function counting({ failAt }: { failAt?: number } = {}) {
  const notes: string[] = [];
  async function* count(): AsyncGenerator<number, void> {
    try {
      for (const item of [1, 2, 3]) {
        if (item === failAt) throw new Error(`no ${item}`);
        notes.push(`made ${item}`);
        yield item;
      }
    } finally {
      notes.push("ended");
    }
  }
  return { notes, source: count() };
}

test("the next item is made while the caller is busy with one, and no more than that", async () => {
  const { notes, source } = counting();
  for await (const item of readAhead(source)) {
    await setImmediate();
    notes.push(`took ${item}`);
  }
  expect(notes).toEqual(["made 1", "made 2", "took 1", "made 3", "took 2", "ended", "took 3"]);
});

test("a failure is thrown where the item is asked for, after those before it", async () => {
  const { source } = counting({ failAt: 3 });
  const taken: number[] = [];
  const reading = async () => {
    for await (const item of readAhead(source)) {
      await setImmediate();
      taken.push(item);
    }
  };
  await expect(reading()).rejects.toThrow("no 3");
  expect(taken).toEqual([1, 2]);
});

test("a caller that stops early ends the source, and a failure after that is nobody's", async () => {
  for (const failAt of [2, 9]) {
    const { notes, source } = counting({ failAt });
    for await (const _ of readAhead(source)) break;
    expect(notes.at(-1)).toBe("ended");
  }
});
