import { describe, expect, test } from "vitest";
import { cutPosts } from "../../../functions/posts/cut-posts.ts";
import { postsIn } from "../../../functions/posts/named-posts.ts";

const names = new Set(["7", "8"]);
const cut = (record: string): string | undefined => cutPosts(record, names)?.record;
const post = (id: string, more: object = {}): string =>
  JSON.stringify({ id, text: `Words of ${id}`, ...more });

describe("what goes", () => {
  test("is the whole record where it is the post", () => {
    expect(cutPosts(post("7"), names)).toEqual({ record: "", ids: ["7"] });
    expect(cut('{"id":7,"text":"an id as a number"}')).toBe("");
    expect(cut('{"id":"007","text":"an id with zeros"}')).toBe("");
    expect(cut('{"id":"7"}')).toBe("");
  });

  test("is every version of an edited post, whichever of them X named", () => {
    const versions = { edit_history_tweet_ids: ["6", "7", "9"] };
    expect(cutPosts(post("9", versions), names)).toEqual({ record: "", ids: ["9", "6", "7"] });
  });

  test("is a retweet, which repeats the post, and not what quotes or answers it", () => {
    const referring = (type: string) => post("1", { referenced_tweets: [{ type, id: "7" }] });
    expect(cut(referring("retweeted"))).toBe("");
    expect(cut(referring("quoted"))).toBeUndefined();
    expect(cut(referring("replied_to"))).toBeUndefined();
    expect(cut('{"id_str":"1","full_text":"RT","retweeted_status":{"id_str":"7","full_text":"x"}}')).toBe("");
  });

  test("is an archive's item, and what an archive nests in another post", () => {
    expect(cut('{"tweet":{"id_str":"7","full_text":"x"}}')).toBe("");
    expect(
      cut('{"tweet":{"id_str":"9","full_text":"x","edit_info":{"initial":{"editTweetIds":["8","9"]}}}}'),
    ).toBe("");
    expect(cut('{"id_str":"1","text":"I quote","quoted_status" : {"id_str":"7","text":"x"} }')).toBe(
      '{"id_str":"1","text":"I quote","quoted_status" : null }',
    );
  });

  test("is the element of a page, with one comma, and no other character", () => {
    const [a, b, c] = [post("1"), post("7"), post("3")];
    expect(cut(`{ "data": [ ${b}, ${a} ,${c} ],"meta":{"result_count":3}}`)).toBe(
      `{ "data": [  ${a} ,${c} ],"meta":{"result_count":3}}`,
    );
    expect(cut(`{"data":[${a},${b},${c}]}`)).toBe(`{"data":[${a},${c}]}`);
    expect(cut(`{"data":[${a} , ${b} ]}`)).toBe(`{"data":[${a}  ]}`);
    expect(cut(`{"data":[${b},${post("8")}]}`)).toBe('{"data":[]}');
  });

  test("is the only post of a page, which then is one without results", () => {
    expect(cut(`{"data":${post("7")},"meta":{}}`)).toBe('{"data":[],"meta":{}}');
  });

  test("is the post in a page's includes", () => {
    expect(cut(`{"data":[${post("1")}],"includes":{"tweets":[${post("7")}]}}`)).toBe(
      `{"data":[${post("1")}],"includes":{"tweets":[]}}`,
    );
  });

  test("is what only such posts refer to in a page's includes", () => {
    const gone = post("7", { author_id: "70", attachments: { media_keys: ["3_1", "3_2"], poll_ids: ["5"] } });
    const stays = post("1", { author_id: "10", attachments: { media_keys: ["3_2"] } });
    const page = JSON.stringify({
      data: [JSON.parse(gone), JSON.parse(stays)],
      includes: {
        media: [{ media_key: "3_1", alt_text: "a secret" }, { media_key: "3_2" }],
        polls: [{ id: "5", options: [{ label: "a secret" }] }],
        users: [
          { id: "70", description: "a secret" },
          { id: "10", description: "somebody" },
        ],
        places: [{ id: "unused" }],
      },
    });
    expect(JSON.parse(cut(page) ?? "")).toEqual({
      data: [JSON.parse(stays)],
      includes: {
        media: [{ media_key: "3_2" }],
        polls: [],
        users: [{ id: "10", description: "somebody" }],
        places: [{ id: "unused" }],
      },
    });
  });

  test("is all of a record that is broken off, or otherwise no JSON, where the id stands in it", () => {
    expect(cut('{"data":[{"id":"1","text":"a"},{"id": "7","text":"b')).toBe("");
    expect(cut('{"id_str":"7", text')).toBe("");
    expect(cut('{"id":"77","text":"b')).toBeUndefined();
  });
});

test.each([
  ["another post", post("1")],
  ["a text that speaks of the id", post("1", { note_tweet: { text: '{"id":"7","text":"x"}' } })],
  ["a user of that id", '{"data":[{"id":"1","text":"x"}],"includes":{"users":[{"id":"7","name":"x"}]}}'],
  ["an empty record", ""],
  ["a number", "7"],
])("%s stays as it is", (_, record) => {
  expect(cutPosts(record, names)).toBeNull();
});

test("a record nested too deeply for a call each level is read and cut all the same", () => {
  const deep = `${'{"a":['.repeat(20_000)}1${"]}".repeat(20_000)}`;
  expect(cut(`{"data":[${post("7")},${deep}]}`)).toBe(`{"data":[${deep}]}`);
});

test("a thousand random pages without some posts are the very pages that never had them", () => {
  let seed = 20_261_116;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % below;
  };
  const TEXTS = ["plain", 'a "quoted\\" brace } ] ,', "emoji 🎷\u2028", "[{,", "\\"];
  for (let round = 0; round < 1_000; round++) {
    const ids = Array.from({ length: random(6) }, (_, index) => String(10 * (index + 1) + random(9)));
    const going = new Set(ids.filter(() => random(2) === 0));
    const posts = ids.map((id) => ({ id, n: 1e21, text: TEXTS[random(TEXTS.length)] }));
    const page = (kept: object[]) => JSON.stringify({ x: ["}"], data: kept, includes: { tweets: kept } });
    const result = cutPosts(page(posts), going);
    const expected = page(posts.filter(({ id }) => !going.has(id)));
    expect(result?.record ?? page(posts)).toBe(expected);
    expect(new Set(result?.ids)).toEqual(going);
    expect(postsIn(expected).some((left) => left.ids.some((id) => going.has(id)))).toBe(false);
  }
});
