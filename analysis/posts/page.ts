import { isJsonObject, type JsonObject, parseJson } from "../json.ts";
import { checkDraft, type Draft } from "./draft.ts";
import { draftOfArchive, draftOfV2, elementsOfPage } from "./formats.ts";
import { type Origin, type Post, REASONS, type Reason, type Rejection } from "./post.ts";

/**
 * A raw page: what a source gave, verbatim. Record i stands at line `line + i` of `file`; each is the text of
 * a post of the X API v2, of one of its pages, of an item of an X archive, or of anything broken. `page` names
 * the stored object, since a line must say where it is from wherever it is copied to.
 */
export interface RawPage {
  readonly page: string;
  readonly file: string;
  readonly line: number;
  readonly records: readonly string[];
}

export interface ParsedPage {
  /** The page's name. */
  readonly page: string;
  /** How many records it holds, blank ones too. */
  readonly records: number;
  readonly posts: readonly Post[];
  readonly rejections: readonly Rejection[];
}

/**
 * Reads a raw page, which is one line of JSON with the fields of RawPage: every post in it is either understood or
 * rejected with a reason. A blank record and a page of the API without results are neither. Throws an Error where
 * the line is no raw page, since then the store is damaged and not the input.
 */
export function parsePage(line: string): ParsedPage {
  const page = decodePage(line);
  const posts: Post[] = [];
  const rejections: Rejection[] = [];
  for (const [index, record] of page.records.entries()) {
    if (isBlank(record)) continue;
    for (const outcome of parseRecord(record, {
      page: page.page,
      file: page.file,
      line: page.line + index,
    })) {
      if ("reason" in outcome) rejections.push(outcome);
      else posts.push(outcome);
    }
  }
  return { page: page.page, records: page.records.length, posts, rejections };
}

/** The raw page that a line of JSON is. Throws an Error where it is none. */
export function decodePage(line: string): RawPage {
  const page = parse(line);
  if (!isJsonObject(page)) throw damaged(line);
  const { page: name, file, line: first, records } = page;
  if (typeof name !== "string" || typeof file !== "string" || !isLineNumber(first) || !isTexts(records))
    throw damaged(line);
  return { page: name, file, line: first, records };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw damaged(line, cause);
  }
}

/** The line's beginning says which one it is. */
const damaged = (line: string, cause?: unknown): Error =>
  new Error(`Not a raw page of posts ({page, file, line, records}): ${JSON.stringify(line.slice(0, 80))}`, {
    cause,
  });

const isLineNumber = (value: unknown): value is number => Number.isSafeInteger(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

/** What JSON calls blank. */
const isBlank = (text: string): boolean => !text.startsWith("{") && /^[ \t\r\n]*$/.test(text);

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
