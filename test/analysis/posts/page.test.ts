import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePage } from "../../../analysis/posts/page.ts";
import { encodePage, PAGE, parseTexts, parseValues, reasonsOf, V2_POST } from "./record-fixtures.ts";

const { id: _id, ...withoutId } = V2_POST;
const { text: _text, ...withoutText } = V2_POST;
const { created_at: _date, ...withoutDate } = V2_POST;
const at = (...coordinates: unknown[]) => ({
  ...V2_POST,
  geo: { coordinates: { type: "Point", coordinates } },
});

test.each<[string, unknown]>([
  ["not a JSON object", [V2_POST]],
  ["not a JSON object", "text"],
  ["not a JSON object", null],
  ["no id", {}],
  ["no id", withoutId],
  ["no id", { ...V2_POST, id: null }],
  ["an id that is none", { ...V2_POST, id: "" }],
  ["an id that is none", { ...V2_POST, id: "9223372036854775808" }],
  ["an id that is none", { ...V2_POST, id: Number(V2_POST.id) }],
  ["an edit history that is no list of ids", { ...V2_POST, edit_history_tweet_ids: V2_POST.id }],
  ["an edit history that is no list of ids", { ...V2_POST, edit_history_tweet_ids: [V2_POST.id, "x"] }],
  ["an edit history without the post itself", { ...V2_POST, edit_history_tweet_ids: ["7"] }],
  ["no text", withoutText],
  ["no text", { ...V2_POST, text: "" }],
  ["no text", { ...V2_POST, text: 7 }],
  ["a text of more than 25,000 characters", { ...V2_POST, text: "a".repeat(25_001) }],
  ["a text of more than 25,000 characters", { ...V2_POST, text: "😀".repeat(25_000) }],
  ["a NUL character in the text", { ...V2_POST, text: "a\0b" }],
  ["a lone surrogate in the text", { ...V2_POST, text: "a\ud83d" }],
  ["a lone surrogate in the text", { ...V2_POST, text: "\ude00\ud83d" }],
  ["no date", withoutDate],
  ["no date", { ...V2_POST, created_at: null }],
  ["a date that is none", { ...V2_POST, created_at: "2026-02-30T00:00:00.000Z" }],
  ["a date that is none", { ...V2_POST, created_at: 1763020059000 }],
  ["a longitude outside -180 to 180", at(181, 51)],
  ["a longitude outside -180 to 180", at(-180.1, 51)],
  ["a latitude outside -90 to 90", at(0, 91)],
  ["a latitude outside -90 to 90", at(0, -90.1)],
  ["coordinates that are not two numbers", at(0)],
  ["coordinates that are not two numbers", at(0, 51, 10)],
  ["coordinates that are not two numbers", at(0, null)],
  ["coordinates that are not two numbers", at("0", "51")],
  ["coordinates that are not two numbers", { ...V2_POST, geo: { coordinates: {} } }],
  ["coordinates that are not two numbers", { ...V2_POST, geo: { coordinates: "here" } }],
])("rejects as %o", (reason, value) => {
  expect(parseValues(value)).toEqual({
    posts: [],
    rejections: [
      {
        reason,
        record: JSON.stringify(value).slice(0, 2000),
        origin: { page: PAGE, file: "posts.jsonl", line: 17 },
      },
    ],
  });
});

test("a page tells its records, whatever becomes of them", () => {
  const records = [JSON.stringify(V2_POST), "", "no post", JSON.stringify({ data: [V2_POST, V2_POST] })];
  const page = parsePage(encodePage({ page: PAGE, file: "posts.jsonl", line: 1, records }));
  expect([page.records, page.posts.length, page.rejections.length]).toEqual([4, 3, 1]);
});

test("rejects a number beyond what JSON can say as coordinates", () => {
  const text = JSON.stringify(V2_POST).replace("51.5072", "1e999");
  expect(reasonsOf(parseTexts(text))).toEqual(["coordinates that are not two numbers"]);
});

test("takes a text of 25,000 characters and the ends of the earth", () => {
  const parsed = parseValues(
    { ...V2_POST, text: "a".repeat(25_000) },
    at(-180, 90),
    at(180, -90),
    at(-0, 51),
  );
  expect(parsed.rejections).toEqual([]);
  expect(parsed.posts.map(({ point }) => point).slice(1)).toEqual([
    { longitude: -180, latitude: 90 },
    { longitude: 180, latitude: -90 },
    { longitude: 0, latitude: 51 },
  ]);
});

test.each(["und\0", "e\ud800", "english, mostly", "x".repeat(36), 7, ["en"]])(
  "a language of %o is not known, and the post is kept",
  (lang) => {
    const { posts } = parseValues({ ...V2_POST, lang, author_id: lang });
    expect(posts.map(({ language, author }) => [language, author])).toEqual([
      [null, lang === 7 ? "7" : null],
    ]);
  },
);

test("broken records are rejected where they stand, and the good ones go on", () => {
  const good = JSON.stringify(V2_POST);
  const { posts, rejections } = parseTexts(good, "", good.slice(0, 40), " \t\r", good, "NaN", good);
  expect(posts.map(({ origin }) => origin.line)).toEqual([17, 21, 23]);
  expect(rejections).toEqual([
    { reason: "not JSON", record: good.slice(0, 40), origin: { page: PAGE, file: "posts.jsonl", line: 19 } },
    { reason: "not JSON", record: "NaN", origin: { page: PAGE, file: "posts.jsonl", line: 22 } },
  ]);
});

test("a rejected record is shown shortened, never in the middle of a character", () => {
  const [rejection] = parseTexts(`${"a".repeat(1_999)}😀`).rejections;
  expect(rejection?.record).toBe("a".repeat(1_999));
});

test("a rejected record is shown with what a database cannot hold replaced", () => {
  const [rejection] = parseTexts("a\0b\ud800").rejections;
  expect(rejection?.record).toBe("a\ufffdb\ufffd");
});

test("a record nested too deeply to be written again is rejected all the same", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  expect(reasonsOf(parseTexts(deep, `{"data":[${deep}]}`))).toEqual([
    "not a JSON object",
    "not a JSON object",
  ]);
});

test("whatever the records are, each gives a post or a rejection, and what is stored can be stored", () => {
  const value = fc.oneof(
    fc.anything(),
    fc.constantFrom(...Object.values(V2_POST)),
    fc.string({ unit: "binary" }),
  );
  const record = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(fc.constantFrom(...Object.keys(V2_POST)), value)
      .map(([name, changed]) =>
        JSON.stringify({ ...V2_POST, [name]: typeof changed === "bigint" ? null : changed }, (_, inner) =>
          typeof inner === "bigint" ? String(inner) : inner,
        ),
      ),
  );
  fc.assert(
    fc.property(
      fc.array(record.filter((text) => text.trim() !== "" && !text.includes('"data"'))),
      (records) => {
        const { posts, rejections } = parseTexts(...records);
        expect(posts.length + rejections.length).toBe(records.length);
        for (const { origin: _, point: __, ...stored } of posts)
          for (const text of Object.values(stored).map(String))
            expect(text.isWellFormed() && !text.includes("\0")).toBe(true);
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});

test("a raw page is one line, whatever its records hold", () => {
  const line = encodePage({ page: PAGE, file: "a\nb.jsonl", line: 1, records: ["a\nb", "c\r\u2028"] });
  expect(line).not.toContain("\n");
  expect(parsePage(line).rejections.map(({ record, origin }) => [record, origin.file])).toEqual([
    ["a\nb", "a\nb.jsonl"],
    ["c\r\u2028", "a\nb.jsonl"],
  ]);
});

test.each([
  '{"page":"p","file":"a","line":1,"rec',
  "[]",
  '{"page":"p","line":1,"records":[]}',
  '{"file":"a","line":1,"records":[]}',
  '{"page":"p","file":"a","line":1,"records":[7]}',
])("a line that is no raw page is an error that names it: %s", (line) => {
  expect(() => parsePage(line)).toThrow(
    `Not a raw page of posts ({page, file, line, records}): ${JSON.stringify(line)}`,
  );
});
