import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TopicPost } from "../../../analysis/topics/encode.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";
import { topicsOf } from "./topic-fixtures.ts";

/** The bundled posts; a place is a point rounded to about a kilometre. */
const posts: TopicPost[] = readFileSync("data/synthetic-posts.jsonl", "utf8")
  .split("\n")
  .flatMap((line, index) => {
    const text = /"text":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    const point = /"coordinates":\[(-?\d+\.\d\d)\d*,(-?\d+\.\d\d)/.exec(line);
    if (text === undefined) return [];
    return [{ id: BigInt(index + 1), author: 0n, text, station: point && `${point[1]} ${point[2]}` }];
  });

const distinctive = async (all: readonly TopicPost[]): Promise<number> =>
  (await topicsOf(all)).filter((row) => row.station !== null && row.method === "distinctive").length;

test("posts whose places are drawn by lot have hardly any topics, unlike those that stay where they were", async () => {
  const places = seededRandom(3).shuffled(posts.map(({ station }) => station));
  const byLot = posts.map((post, index) => ({ ...post, station: places[index] ?? null }));
  const found = await distinctive(posts);
  expect(found).toBeGreaterThan(100);
  expect(await distinctive(byLot)).toBeLessThan(found / 8);
});
