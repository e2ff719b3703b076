import { field, type JsonObject } from "../json.ts";
import { type Draft, parsePoint } from "./draft.ts";
import type { Point } from "./post.ts";
import { REASONS, type Reason } from "./reasons.ts";
import { parseIsoTime } from "./time.ts";

/** The fields of a post object of the X API v2. A long post has its whole text in `note_tweet`. */
export const draftOfV2 = (post: JsonObject): Draft => ({
  id: post.id,
  history: post.edit_history_tweet_ids,
  text: field(post.note_tweet, "text") ?? post.text,
  createdAt: post.created_at,
  parseTime: parseIsoTime,
  language: post.lang,
  author: post.author_id,
  point: pointOf(post.geo),
});

/** `geo` with a `place_id` alone is a place, whose bounding box is not a point. */
function pointOf(geo: unknown): Point | Reason | null {
  const coordinates = field(geo, "coordinates");
  if (coordinates === undefined || coordinates === null) return null;
  return parsePoint(field(coordinates, "coordinates"));
}

/**
 * What an object of the API that is no post says: the elements of a page's `data` (one object counts as a
 * list of one; a page without results has none), or the reason why there are none. Errors beside data are
 * about parts of the posts, so they do not count.
 */
export function elementsOfPage(page: JsonObject): readonly unknown[] | Reason {
  const { data, errors, meta } = page;
  if (Array.isArray(data)) return data;
  if (data !== undefined && data !== null) return [data];
  if (Array.isArray(errors) && errors.length > 0) return REASONS.problem;
  if (page.title !== undefined && page.status !== undefined) return REASONS.problem;
  return field(meta, "result_count") === 0 ? [] : REASONS.noPost;
}
