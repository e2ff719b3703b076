import fc from "fast-check";
import { expect, test } from "vitest";
import { postAnalyser, scoreForPeople } from "../../analysis/analyse-posts.ts";
import type { Post } from "../../analysis/posts/post.ts";
import { scoreText } from "../../analysis/sentiment/score.ts";
import { cleanText } from "../../analysis/text/clean.ts";
import { placeMasker } from "../../analysis/text/mask.ts";

const stations = [
  { name: "Bank", slug: "bank", zone: "1", latitude: 51.5133, longitude: -0.0886 },
  { name: "Monument", slug: "monument", zone: "1", latitude: 51.5108, longitude: -0.0863 },
];
const analyse = postAnalyser(stations);

const post: Post = {
  id: "1990000000000000001",
  version: "1990000000000000003",
  versions: 2,
  createdAt: "2026-11-13T07:47:39.000Z",
  text: "@good A great day at Bank, United Kingdom! https://x.org/bad",
  language: "en",
  author: "12",
  point: { latitude: 51.513, longitude: -0.088 },
  origin: { page: "station=replay/00000", file: "posts.jsonl", line: 3 },
};

test("keeps the post and adds its place and its scores as integers", () => {
  const cleaned = scoreText("A great day at Bank, United Kingdom!");
  const masked = scoreText("A great day at Somewhereelse, Unknown Land!");
  expect(masked.compound).toBeLessThan(cleaned.compound);
  expect(analyse(post)).toEqual({
    ...post,
    station: "Bank",
    metres: 53,
    others: ["Monument"],
    compound: Math.round(cleaned.compound * 10_000),
    masked: Math.round(masked.compound * 10_000),
    neg: 0,
    neu: Math.round(cleaned.neu * 1000),
    pos: Math.round(cleaned.pos * 1000),
  });
});

test("a post without a point, or far from every station, has no place", () => {
  const nowhere = { station: null, metres: null, others: [] };
  expect(analyse({ ...post, point: null })).toMatchObject(nowhere);
  expect(analyse({ ...post, point: { latitude: 52, longitude: 0 } })).toMatchObject(nowhere);
});

test("every score of every text is an integer in its range", () => {
  const word = fc.constantFrom(
    "good",
    "terrible",
    "NOT",
    "Bank",
    "UK",
    "!!!",
    "😀",
    "@a",
    "www.x.org",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (words) => {
      const { compound, masked, neg, neu, pos } = analyse({ ...post, text: words.join(" ") });
      for (const score of [compound, masked, neg, neu, pos]) expect(Number.isSafeInteger(score)).toBe(true);
      expect(Math.max(Math.abs(compound), Math.abs(masked))).toBeLessThanOrEqual(10_000);
      expect(Object.is(compound, -0) || Object.is(masked, -0)).toBe(false);
      expect(Math.min(neg, neu, pos)).toBeGreaterThanOrEqual(0);
      expect(Math.max(neg, neu, pos)).toBeLessThanOrEqual(1000);
    }),
    { seed: 2 },
  );
});

test("people get the scores of the text as it stands, and the two compounds that are stored", () => {
  const mask = placeMasker(stations.map((station) => station.name));
  const text = "@anonymous Great!! United Kingdom";
  const { compound, masked } = analyse({ ...post, text });
  expect(scoreForPeople(text, mask)).toEqual({
    ...scoreText(text),
    cleaned: scoreText(cleanText(text)).compound,
    masked: scoreText("Great!! Unknown Land").compound,
  });
  expect(scoreForPeople(text, mask)).toMatchObject({ cleaned: compound / 10_000, masked: masked / 10_000 });
});
