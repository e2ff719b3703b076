import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  type Packer,
  packPages,
  readAhead,
  type UnpackedPage,
} from "../../../../../functions/adapters/posts/replay/pack-pages.ts";
import type { SourceEvent } from "../../../../../functions/posts/post-source.ts";
import { packRawPages, unpackLines } from "../../../../../functions/posts/raw-pages.ts";
import { rawPages } from "../../../../support/raw-pages.ts";

const page = (number: number): UnpackedPage => ({
  kind: "page",
  station: "replay",
  name: String(number),
  raw: rawPages([{ page: "", file: "posts.jsonl", line: number, records: [`é ${number}`] }]),
  records: 1,
  cursor: number,
});

async function* pages(count: number, notes: string[] = []): AsyncGenerator<UnpackedPage, void> {
  try {
    for (let number = 1; number <= count; number++) yield page(number);
  } finally {
    notes.push("source ended");
  }
}

/** Packs the later objects sooner than the earlier ones, and notes what it is asked. */
function packerOf(notes: string[], failAt?: string): () => Packer {
  return () => {
    notes.push("opened");
    return {
      size: 3,
      pack: async (raw) => {
        const line = raw.pages[0]?.line ?? 0;
        await sleep(20 * (10 - line));
        if (String(line) === failAt) throw new Error(`cannot pack ${line}`);
        notes.push(`packed ${line}`);
        return await packRawPages(raw);
      },
      close: async () => void notes.push("closed"),
    };
  };
}

const contentOf = (event: SourceEvent): unknown =>
  event.kind === "page" && [
    event.name,
    ...unpackLines(event.body).map((line) => JSON.parse(line).records[0]),
  ];

test("objects come in their order with their own bodies, whoever packs them", async () => {
  for (const openPacker of [undefined, packerOf([])]) {
    const events = await Array.fromAsync(packPages(pages(7), openPacker));
    expect(events.map(contentOf)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((number) => [String(number), `é ${number}`]),
    );
  }
});

test("a packer is opened for the second object, and closed at the end", async () => {
  const notes: string[] = [];
  await Array.fromAsync(packPages(pages(1), packerOf(notes)));
  expect(notes).toEqual([]);
  await Array.fromAsync(packPages(pages(3), packerOf(notes)));
  expect(notes).toEqual(["opened", "packed 3", "packed 2", "closed"]);
});

test("a failure is thrown in its turn, and a caller that stops early ends source and packer", async () => {
  const notes: string[] = [];
  const names: string[] = [];
  const reading = async () => {
    for await (const event of packPages(pages(9, notes), packerOf(notes, "4")))
      if (event.kind === "page") names.push(event.name);
  };
  await expect(reading()).rejects.toThrow("cannot pack 4");
  expect(names).toEqual(["1", "2", "3"]);
  expect(notes.slice(-2).sort()).toEqual(["closed", "source ended"]);
  notes.length = 0;
  for await (const _ of packPages(pages(9, notes), packerOf(notes))) break;
  expect(notes.slice(-2).sort()).toEqual(["closed", "source ended"]);
});

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
