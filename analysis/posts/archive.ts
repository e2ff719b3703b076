import { field, type JsonObject } from "../json.ts";
import { type Draft, parsePoint } from "./draft.ts";
import type { Point } from "./post.ts";
import type { Reason } from "./reasons.ts";
import { parseArchiveTime } from "./time.ts";

/**
 * The fields of a post in an X archive (the object under `tweet`), which are those of the API v1.1 with some
 * of its numbers written as strings.
 */
export const draftOfArchive = (tweet: JsonObject): Draft => ({
  id: tweet.id_str ?? tweet.id,
  history: historyOf(tweet.edit_info),
  text: tweet.full_text ?? tweet.text,
  createdAt: tweet.created_at,
  parseTime: parseArchiveTime,
  language: tweet.lang,
  author: field(tweet.user, "id_str") ?? field(tweet.user, "id"),
  point: pointOf(tweet),
});

/** The first version keeps its history under `initial`, an edited one under `edit`. */
function historyOf(info: unknown): unknown {
  const control = field(info, "initial") ?? field(field(info, "edit"), "editControlInitial");
  return field(control, "editTweetIds");
}

/** `coordinates` is GeoJSON, longitude first; the older `geo` beside it has the latitude first. */
function pointOf(tweet: JsonObject): Point | Reason | null {
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
