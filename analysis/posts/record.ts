import { isJsonObject, type JsonObject, parseJson } from "../json.ts";
import { draftOfArchive } from "./archive.ts";
import { checkDraft, type Draft } from "./draft.ts";
import type { Origin, Post, Rejection } from "./post.ts";
import { REASONS, type Reason } from "./reasons.ts";
import { draftOfV2, elementsOfPage } from "./v2.ts";

/**
 * What a record (the text of a post, of a page of posts, or of anything broken) holds: each of its posts is
 * either understood or rejected with a reason. A page without results holds nothing.
 */
export function parseRecord(record: string, origin: Origin): (Post | Rejection)[] {
  const value = parseJson(record);
  const elements = elementsOf(value);
  if (typeof elements === "string") return [rejection(elements, record, origin)];
  return elements.map((element) => {
    const post = isJsonObject(element) ? checkDraft(draftOf(element), origin) : REASONS.notObject;
    if (typeof post === "object") return post;
    return rejection(post, element === value ? record : textOf(element, record), origin);
  });
}

/** What only pages and problems have; a post may carry fields of these names beside its id. */
const PAGE_FIELDS = ["data", "errors", "meta", "status"];

function elementsOf(value: unknown): readonly unknown[] | Reason {
  if (value === undefined) return REASONS.notJson;
  if (!isJsonObject(value)) return REASONS.notObject;
  const isPage = value.id === undefined && PAGE_FIELDS.some((name) => value[name] !== undefined);
  return isPage ? elementsOfPage(value) : [value];
}

/** An archive's item wraps its post; older archives and the API v1.1 give it bare, with an `id_str`. */
function draftOf(value: JsonObject): Draft {
  if (isJsonObject(value.tweet) && value.id === undefined) return draftOfArchive(value.tweet);
  return value.id_str === undefined ? draftOfV2(value) : draftOfArchive(value);
}

const rejection = (reason: Reason, record: string, origin: Origin): Rejection => ({
  reason,
  record: excerpt(record),
  origin,
});

/** The element of a page alone, so that its rejection does not show the whole page. */
function textOf(element: unknown, record: string): string {
  try {
    return JSON.stringify(element);
  } catch {
    // Nested too deeply to be written again.
    return record;
  }
}

/** Enough to recognise the record by, in UTF-16 units; the whole of it stays in the raw page. */
const MAX_EXCERPT = 2_000;

/** The beginning of `text`, with what PostgreSQL cannot store (NUL, half a surrogate pair) replaced. */
function excerpt(text: string): string {
  const cut = text.length > MAX_EXCERPT ? text.slice(0, MAX_EXCERPT).replace(/[\ud800-\udbff]$/, "") : text;
  return cut.toWellFormed().replaceAll("\0", "\ufffd");
}
