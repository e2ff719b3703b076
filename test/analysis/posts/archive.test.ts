import { expect, test } from "vitest";
import { ARCHIVE_TWEET, PAGE, parseValues, reasonsOf } from "./record-fixtures.ts";

test("an item of an X archive is understood", () => {
  expect(parseValues({ tweet: ARCHIVE_TWEET })).toEqual({
    posts: [
      {
        id: "1050118621198921728",
        version: "1050118621198921728",
        versions: 1,
        createdAt: "2018-10-10T20:19:24.000Z",
        text: "Minding the gap",
        language: "en",
        author: null,
        point: { longitude: -0.1276, latitude: 51.5072 },
        origin: { page: PAGE, file: "posts.jsonl", line: 17 },
      },
    ],
    rejections: [],
  });
});

test("a bare tweet of the API v1.1 is understood by its id_str, since its id has lost digits", () => {
  const { tweet, user } = { tweet: ARCHIVE_TWEET, user: { id: 12, id_str: "12" } };
  const [post] = parseValues({ ...tweet, id: 1050118621198921700, user }).posts;
  expect([post?.id, post?.author]).toEqual(["1050118621198921728", "12"]);
});

test.each([
  [{ initial: { editTweetIds: ["5", "9"] } }],
  [{ edit: { initialTweetId: "5", editControlInitial: { editTweetIds: ["5", "9"] } } }],
])("the history stands where the version keeps it: %o", (edit_info) => {
  const [post] = parseValues({ tweet: { ...ARCHIVE_TWEET, id_str: "9", edit_info } }).posts;
  expect([post?.id, post?.version, post?.versions]).toEqual(["5", "9", 2]);
});

test("coordinates may be numbers or strings, also in the exponent form of places near Greenwich", () => {
  const { posts } = parseValues(
    { tweet: { ...ARCHIVE_TWEET, coordinates: { coordinates: [-0.2, 51.25] } } },
    { tweet: { ...ARCHIVE_TWEET, coordinates: { coordinates: ["-8.0E-5", "51.25"] } } },
  );
  expect(posts.map(({ point }) => point)).toEqual([
    { longitude: -0.2, latitude: 51.25 },
    { longitude: -0.00008, latitude: 51.25 },
  ]);
});

test("where only geo is there, its latitude comes first", () => {
  const { coordinates: _, ...older } = ARCHIVE_TWEET;
  expect(parseValues({ tweet: older }).posts[0]?.point).toEqual({ longitude: -0.1276, latitude: 51.5072 });
});

test.each([["", "51"], ["0x1", "51"], ["-0.1 ", "51"], ["-0.1"], "-0.1,51"])(
  "coordinates of %o are no numbers",
  (...coordinates) => {
    const broken = coordinates.length === 1 ? coordinates[0] : coordinates;
    expect(
      reasonsOf(parseValues({ tweet: { ...ARCHIVE_TWEET, coordinates: { coordinates: broken } } })),
    ).toEqual(["coordinates that are not two numbers"]);
  },
);

test("a short text stands in for a full one that is missing", () => {
  const { full_text: _, ...older } = ARCHIVE_TWEET;
  expect(parseValues({ tweet: { ...older, text: "short" } }).posts[0]?.text).toBe("short");
});

test("an archive's time in another form is a bad record", () => {
  const parsed = parseValues({ tweet: { ...ARCHIVE_TWEET, created_at: "2018-10-10T20:19:24.000Z" } });
  expect(reasonsOf(parsed)).toEqual(["a date that is none"]);
});
