import type { Random } from "./random.ts";

/** A post in the shape of the X API v2, marked as synthetic. */
export interface SyntheticPost {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
  readonly lang: "en";
  readonly author_id: string;
  readonly edit_history_tweet_ids: readonly string[];
  readonly geo?:
    | { readonly coordinates: { readonly type: "Point"; readonly coordinates: readonly [number, number] } }
    | { readonly place_id: string };
  readonly synthetic: true;
}

/** Start of the week of the posts: Monday, 9 November 2026, 00:00 UTC. */
const BEGIN = Date.UTC(2026, 10, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Relative number of posts in each hour of a day: few at night, most on the way home. */
const HOURS = [3, 2, 1, 1, 1, 3, 8, 14, 16, 11, 9, 9, 12, 12, 9, 9, 11, 16, 18, 16, 13, 11, 9, 6];
const WEEKDAYS = [10, 10, 10, 11, 13, 14, 12];

/** A random second of the week. */
export const drawTime = (random: Random): Date =>
  new Date(
    BEGIN + random.weighted(WEEKDAYS) * DAY + random.weighted(HOURS) * HOUR + random.integer(3600) * 1000,
  );

/** The epoch of X's ids in milliseconds (Snowflake, open-sourced in 2010): ids contain the time since then. */
const SNOWFLAKE_EPOCH = 1_288_834_974_657n;

/** The id of a post of this time: 19 digits, the time in milliseconds and 22 more bits. */
export const idAt = (time: Date, random: Random): string =>
  String(((BigInt(time.getTime()) - SNOWFLAKE_EPOCH) << 22n) | BigInt(random.integer(2 ** 22)));

const ADDITIONS = [
  "Edit: typo",
  "Edit: got a reply, all sorted now",
  "Edit: it was Tuesday, not today",
  "Update: still waiting",
];

/** The two versions of an edited post. */
export interface Edited {
  readonly older: SyntheticPost;
  readonly newer: SyntheticPost;
}

/**
 * Edits a post some minutes later: a new id, a longer text, both ids in the history. An older version that was read
 * before the edit lists only its own id. With `readAfter`, it was read after the edit, and lists both ids.
 */
export function edit(post: SyntheticPost, readAfter: boolean, random: Random): Edited {
  const time = new Date(Date.parse(post.created_at) + (3 + random.integer(25)) * 60_000);
  const id = idAt(time, random);
  const history = [post.id, id];
  return {
    older: readAfter ? { ...post, edit_history_tweet_ids: history } : post,
    newer: {
      ...post,
      id,
      text: `${post.text} ${random.pick(ADDITIONS)}`,
      created_at: time.toISOString(),
      edit_history_tweet_ids: history,
    },
  };
}

const at = (longitude: number, latitude: number): Pick<SyntheticPost, "geo"> => ({
  geo: { coordinates: { type: "Point", coordinates: [longitude, latitude] } },
});

/** Each function damages a good post in a different way, and returns the line of the record. */
const SPOILERS: readonly ((post: SyntheticPost) => string)[] = [
  (post) => JSON.stringify(post).slice(0, 120),
  () => "<html><body>502 Bad Gateway (synthetic)</body></html>",
  ({ id: _, ...rest }) => JSON.stringify(rest),
  (post) => JSON.stringify({ ...post, id: "none", edit_history_tweet_ids: [] }),
  ({ text: _, ...rest }) => JSON.stringify(rest),
  (post) => JSON.stringify({ ...post, text: "" }),
  (post) => JSON.stringify({ ...post, created_at: "yesterday" }),
  (post) => JSON.stringify({ ...post, created_at: "2026-11-31T12:00:00.000Z" }),
  (post) => JSON.stringify({ ...post, ...at(-0.1, 91) }),
  (post) => JSON.stringify({ ...post, ...at(-181, 51.5) }),
  (post) => JSON.stringify({ ...post, text: `${post.text}\0` }),
  (post) => JSON.stringify({ ...post, text: `${post.text} \ud83d` }),
];

/** The number of posts that `badRecords` damages. */
export const BAD_RECORDS = SPOILERS.length;

/** Lines of records that no reader can use, one for each post. */
export const badRecords = (posts: readonly SyntheticPost[]): string[] =>
  posts.flatMap((post, index) => SPOILERS[index]?.(post) ?? []);
