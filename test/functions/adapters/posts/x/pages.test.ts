import { describe, expect, test } from "vitest";
import { parsePage } from "../../../../../analysis/posts/page.ts";
import { packPage, unpackPage } from "../../../../../functions/adapters/posts/x/paid-page.ts";
import { unpackLines } from "../../../../../functions/posts/raw-pages.ts";

const post = {
  id: "1990000000000000001",
  text: "A lovely evening",
  created_at: "2026-11-15T20:00:00.000Z",
  lang: "en",
  edit_history_tweet_ids: ["1990000000000000001"],
  geo: { place_id: "5de8cffc145c486b", coordinates: { type: "Point", coordinates: [-0.0886, 51.5133] } },
};
const without = (name: keyof typeof post) =>
  Object.fromEntries(Object.entries(post).filter(([key]) => key !== name));

/** What the analysis reads of a page that X gave. */
async function analysed(page: object) {
  const [line = ""] = unpackLines(await packPage("station=bank/00000", "Bank", JSON.stringify(page)));
  return parsePage(line);
}

describe("a page of X", () => {
  test("is stored to the letter, whatever it holds", async () => {
    for (const text of ['{"data": [ ],\r\n"meta":{"result_count":0}}', '{"a":"\\u0000 é 🚇 \\ud83d"}', ""])
      expect(unpackPage(await packPage("station=bank/00000", "Bank", text))).toBe(text);
  });

  test("is read with the whole text of a long post, with its versions and its point", async () => {
    const edited = {
      ...post,
      id: "1990000000000000009",
      edit_history_tweet_ids: [post.id, "1990000000000000009"],
    };
    const long = { ...edited, note_tweet: { text: "A lovely evening, and so on" } };
    const { posts, rejections } = await analysed({ data: [long], includes: {}, meta: { result_count: 1 } });
    expect(rejections).toEqual([]);
    expect(posts).toMatchObject([
      {
        id: post.id,
        version: "1990000000000000009",
        versions: 2,
        text: "A lovely evening, and so on",
        point: { longitude: -0.0886, latitude: 51.5133 },
        origin: { page: "station=bank/00000", file: "X API: Bank", line: 1 },
      },
    ]);
  });

  test("may have fields that nobody knows, and a post that is only at a place has no point", async () => {
    const atPlace = { ...post, geo: { place_id: "5de8cffc145c486b" } };
    const page = {
      data: [atPlace],
      includes: { places: [{ id: "5de8cffc145c486b", new: 1 }] },
      newer: [],
      meta: { result_count: 1, sent: "now" },
    };
    expect((await analysed(page)).posts).toMatchObject([{ point: null }]);
  });

  test.each([
    ["id", "no id"],
    ["text", "no text"],
    ["created_at", "no date"],
  ] as const)(
    "without the %s of a post has that post rejected, and the others read",
    async (name, reason) => {
      const { posts, rejections } = await analysed({
        data: [without(name), post],
        meta: { result_count: 2 },
      });
      expect(posts).toHaveLength(1);
      expect(rejections).toMatchObject([{ reason }]);
    },
  );

  test("without posts is neither read nor rejected", async () => {
    expect(await analysed({ meta: { result_count: 0 } })).toMatchObject({ posts: [], rejections: [] });
  });
});
