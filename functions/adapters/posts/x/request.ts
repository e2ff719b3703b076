import type { SearchParameters } from "./api.ts";
import { isoTime } from "./intervals.ts";
import { isByIds, type Visit } from "./progress.ts";
import { firstIdOf } from "./snowflake.ts";

/**
 * `author_id` comes with the post; its expansion would read, and charge, a user for each. The place is part of the
 * page.
 */
const FIELDS = {
  "tweet.fields": "created_at,lang,geo,note_tweet,edit_history_tweet_ids,author_id",
  expansions: "geo.place_id",
  "place.fields": "geo,full_name,place_type",
};

/**
 * The parameters of a page of `size` posts of what is left of a window from `from` on. The first page names the
 * window by times. The next ones do the same with X's token, while the window and the size are those that the token
 * was given for; or else by ids, which X takes together with each other and never with times.
 */
export function searchParameters(visit: Visit, from: number, size: number): SearchParameters {
  const { window, rest } = visit;
  const asked = { query: window.query, max_results: size, sort_order: "recency", ...FIELDS };
  const times = { start_time: isoTime(from), end_time: isoTime(window.to) };
  if (rest === undefined) return { ...asked, ...times };
  if (rest.token === null || isByIds(visit, from, size))
    return { ...asked, since_id: String(firstIdOf(from) - 1n), until_id: rest.until };
  return { ...asked, ...times, next_token: rest.token };
}
