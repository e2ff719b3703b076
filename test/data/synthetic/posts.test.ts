import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import { compareIds, isNewer } from "../../../analysis/posts/id.ts";
import { parseRecord } from "../../../analysis/posts/page.ts";
import { COUNTS, makePosts } from "../../../data/synthetic/make-posts.ts";
import { TOPICS } from "../../../data/synthetic/topics.ts";
import { parseStations } from "../../../functions/posts/stations.ts";

const read = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url));
const stations = parseStations(read("stations.csv"), "data/stations.csv");
const file = read("synthetic-posts.jsonl").toString();
const lines = file.trimEnd().split("\n");
const results = lines.flatMap((line, index) =>
  parseRecord(line, { page: "", file: "sample", line: index + 1 }),
);
const rejections = results.filter((result) => "reason" in result);
const versions = results.flatMap((result) => ("reason" in result ? [] : [result]));
const posts = [...Map.groupBy(versions, (post) => post.id).values()].map((same) =>
  same.reduce((newest, post) => (isNewer(post, newest) ? post : newest)),
);
const placeOf = stationFinder(stations);
const places = posts.map((post) => (post.point === null ? null : placeOf(post.point)));

test("data/synthetic-posts.jsonl is what its generator writes (if not: npx node data/synthetic/make-posts.ts)", () => {
  expect(file === makePosts(stations)).toBe(true);
});

test("every well-formed record says that it is synthetic", () => {
  const labels = lines.flatMap((line) => {
    try {
      return [JSON.parse(line).synthetic];
    } catch {
      return [];
    }
  });
  expect(labels).toHaveLength(lines.length - 2);
  expect(new Set(labels)).toEqual(new Set([true]));
});

test("has as many records of each kind as its README says", () => {
  const readme = read("synthetic/README.md").toString().replace(/ +\|/g, " |");
  const edited = versions.filter((post) => post.id !== post.version).length;
  const withPoint = posts.filter((post) => post.point !== null).length;
  const far = posts.filter((post, index) => post.point !== null && places[index] === null).length;
  const numbers = {
    "in the file": lines.length,
    "posts, each counted once": posts.length,
    "newer versions of edited posts": edited,
    "posts read a second time": versions.length - posts.length - edited,
    "records that cannot be used": rejections.length,
    "posts with a point": withPoint,
    "of these, far from any station": far,
  };
  for (const [kind, number] of Object.entries(numbers)) expect(readme).toContain(`| ${kind} | ${number} |`);
  expect(numbers).toMatchObject({ "of these, far from any station": COUNTS.far });
  expect(withPoint / posts.length).toBeCloseTo(0.9, 1);
});

test("has records that cannot be used for nine different reasons", () => {
  expect(new Set(rejections.map((rejection) => rejection.reason))).toEqual(
    new Set([
      "not JSON",
      "no id",
      "an id that is none",
      "no text",
      "a date that is none",
      "a latitude outside -90 to 90",
      "a longitude outside -180 to 180",
      "a NUL character in the text",
      "a lone surrogate in the text",
    ]),
  );
});

test("has ids of 19 digits, in the order of time, and falls in one week", () => {
  const inOrder = posts.toSorted((left, right) => compareIds(left.version, right.version));
  expect(inOrder.map((post) => post.createdAt)).toEqual(posts.map((post) => post.createdAt).toSorted());
  for (const post of versions) expect(post.version).toMatch(/^\d{19}$/);
  expect(inOrder[0]?.createdAt.slice(0, 10)).toBe("2026-11-09");
  expect(inOrder.at(-1)?.createdAt.slice(0, 10)).toBe("2026-11-15");
});

test("has edited posts whose older version comes first, and some whose older version comes later", () => {
  const newer = versions.filter((post) => post.id !== post.version);
  const olderComesLater = newer.map(({ id, text, origin }) => {
    const older = versions.find((post) => post.version === id);
    expect(text.startsWith(`${older?.text} `)).toBe(true);
    return (older?.origin.line ?? 0) > origin.line;
  });
  expect(olderComesLater.filter((later) => later)).toHaveLength(5);
  expect(olderComesLater.filter((later) => !later)).toHaveLength(10);
});

test("gives some stations many posts, some 120 of them five or more, and some none", () => {
  const counts = Map.groupBy(places, (place) => place?.station);
  const sizes = stations.map((station) => counts.get(station.name)?.length ?? 0);
  expect(Math.max(...sizes)).toBeGreaterThan(80);
  expect(sizes.filter((size) => size >= 5).length).toBeGreaterThanOrEqual(110);
  expect(sizes.filter((size) => size >= 5).length).toBeLessThanOrEqual(130);
  expect(sizes.filter((size) => size === 0).length).toBeGreaterThan(20);
});

test("repeats hardly any text, and names only example accounts and sites", () => {
  const texts = posts.map((post) => post.text);
  expect(new Set(texts).size / texts.length).toBeGreaterThan(0.99);
  for (const text of texts) {
    expect(text.length).toBeLessThanOrEqual(280);
    expect(text).not.toMatch(/[{}]|undefined| {2}/);
    for (const [handle] of text.matchAll(/@\w*/g)) expect(handle).toMatch(/^@example_[a-z]+$/);
    for (const [url] of text.matchAll(/\S*:\/\/\S*/g))
      expect(url).toMatch(/^https:\/\/example\.com\/p\/\w+$/);
  }
});

test("has topics only for stations that exist", () => {
  const names = new Set(stations.map((station) => station.name));
  expect([...TOPICS.keys()].filter((name) => !names.has(name))).toEqual([]);
});
