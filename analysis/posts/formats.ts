import { field, type JsonObject } from "../json.ts";
import { type Draft, parsePoint } from "./draft.ts";
import { type Point, REASONS, type Reason } from "./post.ts";
import { parseArchiveTime, parseIsoTime } from "./time.ts";

/** The fields of a post object of the X API v2. A long post has its whole text in `note_tweet`. */
export const draftOfV2 = (post: JsonObject): Draft => ({
  id: post.id,
  history: post.edit_history_tweet_ids,
  text: field(post.note_tweet, "text") ?? post.text,
  createdAt: post.created_at,
  parseTime: parseIsoTime,
  language: post.lang,
  author: post.author_id,
  point: pointOfGeo(post.geo),
});

/** A `geo` that has only a `place_id` is a place. Its bounding box is not a point. */
function pointOfGeo(geo: unknown): Point | Reason | null {
  const coordinates = field(geo, "coordinates");
  if (coordinates === undefined || coordinates === null) return null;
  return parsePoint(field(coordinates, "coordinates"));
}

/**
 * Reads an object of the API that is not a post. Returns the elements of a page's `data` (a single object is a list of
 * one, a page without results has none), or the reason why there are none. Errors next to data concern parts of
 * posts, so they do not count.
 */
export function elementsOfPage(page: JsonObject): readonly unknown[] | Reason {
  const { data, errors, meta } = page;
  if (Array.isArray(data)) return data;
  if (data !== undefined && data !== null) return [data];
  if (Array.isArray(errors) && errors.length > 0) return REASONS.problem;
  if (page.title !== undefined && page.status !== undefined) return REASONS.problem;
  return field(meta, "result_count") === 0 ? [] : REASONS.noPost;
}

/**
 * The fields of a post in an X archive (the object in `tweet`). They are those of the API v1.1, with some numbers
 * written as strings.
 */
export const draftOfArchive = (tweet: JsonObject): Draft => ({
  id: tweet.id_str ?? tweet.id,
  history: historyOf(tweet.edit_info),
  text: tweet.full_text ?? tweet.text,
  createdAt: tweet.created_at,
  parseTime: parseArchiveTime,
  language: tweet.lang,
  author: field(tweet.user, "id_str") ?? field(tweet.user, "id"),
  point: pointOfTweet(tweet),
});

/** The first version has its history in `initial`, an edited version has it in `edit`. */
function historyOf(info: unknown): unknown {
  const control = field(info, "initial") ?? field(field(info, "edit"), "editControlInitial");
  return field(control, "editTweetIds");
}

/** `coordinates` is GeoJSON, longitude first. The older field `geo` has the latitude first. */
function pointOfTweet(tweet: JsonObject): Point | Reason | null {
  if (isPresent(tweet.coordinates)) return parsePoint(numbers(field(tweet.coordinates, "coordinates")));
  if (!isPresent(tweet.geo)) return null;
  const pair = numbers(field(tweet.geo, "coordinates"));
  return parsePoint(Array.isArray(pair) ? pair.toReversed() : pair);
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:[Ee][+-]?\d{1,3})?$/;

const numbers = (pair: unknown): unknown =>
  Array.isArray(pair) ? pair.map((part: unknown) => (isDecimal(part) ? Number(part) : part)) : pair;

const isDecimal = (part: unknown): part is string => typeof part === "string" && DECIMAL.test(part);
