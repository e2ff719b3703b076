import { expect, test } from "vitest";
import { ARCHIVE_TWEET, PAGE, parseValues, reasonsOf, V2_POST } from "./record-fixtures.ts";

test("a post of the API v2 is understood, with its place in the file", () => {
  expect(parseValues(V2_POST)).toEqual({
    posts: [
      {
        id: "1990000000000000001",
        version: "1990000000000000002",
        versions: 2,
        createdAt: "2026-11-13T07:47:39.000Z",
        text: "Tube is late & I am not amused 😀",
        language: "en",
        author: "42",
        point: { longitude: -0.1276, latitude: 51.5072 },
        origin: { page: PAGE, file: "posts.jsonl", line: 17 },
      },
    ],
    rejections: [],
  });
});

test("fields that are unknown, absent or null do no harm", () => {
  const { posts, rejections } = parseValues(
    {
      id: "1",
      text: "a",
      created_at: "2026-11-13T07:47:39Z",
      public_metrics: { like_count: 1 },
      status: "x",
    },
    { id: "2", text: "b", created_at: "2026-11-13T07:47:39Z", geo: null, note_tweet: null, lang: null },
  );
  expect(rejections).toEqual([]);
  expect(
    posts.map(({ id, point, language, author, versions }) => [id, point, language, author, versions]),
  ).toEqual([
    ["1", null, null, null, 1],
    ["2", null, null, null, 1],
  ]);
});

test("a long post's whole text is the one of its note", () => {
  const [post] = parseValues({
    ...V2_POST,
    text: "The beginn…",
    note_tweet: { text: "The beginning and the end" },
  }).posts;
  expect(post?.text).toBe("The beginning and the end");
});

test("a place without coordinates is no point", () => {
  const { posts } = parseValues(
    { ...V2_POST, geo: { place_id: "5de8cffc145c486b" } },
    { ...V2_POST, geo: { place_id: "5de8cffc145c486b", coordinates: null } },
    { ...V2_POST, geo: {} },
  );
  expect(posts.map(({ point }) => point)).toEqual([null, null, null]);
});

test("every element of a page counts, and is rejected alone", () => {
  const broken = { id: "x", text: "b" };
  const { posts, rejections } = parseValues({
    data: [V2_POST, broken, null, { ...V2_POST, id: "1990000000000000001" }],
    includes: { places: [] },
    errors: [{ title: "Not Found Error" }],
    meta: { result_count: 4 },
  });
  expect(posts.map(({ version }) => version)).toEqual(["1990000000000000002", "1990000000000000001"]);
  expect(rejections).toEqual([
    {
      reason: "an id that is none",
      record: JSON.stringify(broken),
      origin: { page: PAGE, file: "posts.jsonl", line: 17 },
    },
    { reason: "not a JSON object", record: "null", origin: { page: PAGE, file: "posts.jsonl", line: 17 } },
  ]);
});

test("a page of one post may hold it without a list", () => {
  expect(parseValues({ data: V2_POST }).posts).toHaveLength(1);
});

test("a page without results is neither a post nor a rejection", () => {
  expect(parseValues({ meta: { result_count: 0 } }, { data: [], meta: { result_count: 0 } })).toEqual({
    posts: [],
    rejections: [],
  });
});

test.each([
  { errors: [{ message: "Invalid Request" }], title: "Invalid Request", detail: "…", type: "about:blank" },
  { title: "Unauthorized", type: "about:blank", status: 401, detail: "Unauthorized" },
  { errors: [{ title: "Not Found Error" }], meta: { result_count: 0 } },
])("a problem that the API reports is one rejection: %o", (problem) => {
  const parsed = parseValues(problem);
  expect(parsed.posts).toEqual([]);
  expect(reasonsOf(parsed)).toEqual(["a problem that the API reported instead of posts"]);
});

test("a page that promises posts and has none is rejected", () => {
  expect(reasonsOf(parseValues({ meta: { result_count: 3 } }, { data: null }, { data: "x" }))).toEqual([
    "neither a post nor a page of posts",
    "neither a post nor a page of posts",
    "not a JSON object",
  ]);
});

test("an id that a history names twice is one version", () => {
  const [post] = parseValues({ ...V2_POST, id: "7", edit_history_tweet_ids: ["7", "07"] }).posts;
  expect([post?.id, post?.versions]).toEqual(["7", 1]);
});

test("an empty history is that of a post never edited", () => {
  const [post] = parseValues({ ...V2_POST, edit_history_tweet_ids: [] }).posts;
  expect([post?.id, post?.versions]).toEqual([V2_POST.id, 1]);
});

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
