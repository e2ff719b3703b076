import type { SyntheticPost } from "./post.ts";

const at = (longitude: number, latitude: number): Pick<SyntheticPost, "geo"> => ({
  geo: { coordinates: { type: "Point", coordinates: [longitude, latitude] } },
});

/** What spoils a good post, each in a way of its own; the result is the record's line. */
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

/** How many posts `badRecords` takes. */
export const BAD_RECORDS = SPOILERS.length;

/** The lines of records that no reader can use, one for each post. */
export const badRecords = (posts: readonly SyntheticPost[]): string[] =>
  posts.flatMap((post, index) => SPOILERS[index]?.(post) ?? []);
