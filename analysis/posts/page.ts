import { isJsonObject, type JsonObject, parseJson } from "../json.ts";
import { checkDraft, type Draft } from "./draft.ts";
import { draftOfArchive, draftOfV2, elementsOfPage } from "./formats.ts";
import { type Origin, type Post, REASONS, type Reason, type Rejection } from "./post.ts";

/**
 * A raw page: the unchanged output of a source. Record i is at line `line + i` of `file`. Each record is the text of
 * a post of the X API v2, of one of its pages, of an item of an X archive, or of anything broken. `page` names the
 * stored object, so that a line says where it comes from after it was copied.
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
  /** The number of its records, including blank ones. */
  readonly records: number;
  readonly posts: readonly Post[];
  readonly rejections: readonly Rejection[];
}

/**
 * Parses a raw page, which is one line of JSON with the fields of RawPage. Every post in it is either accepted or
 * rejected with a reason. A blank record and a page of the API without results give neither. Throws an Error if the
 * line is not a raw page, because then the store is damaged, not the input.
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

/** Parses a line of JSON as a raw page. Throws an Error if it is not one. */
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

/** The start of the line identifies it. */
const damaged = (line: string, cause?: unknown): Error =>
  new Error(`Not a raw page of posts ({page, file, line, records}): ${JSON.stringify(line.slice(0, 80))}`, {
    cause,
  });

const isLineNumber = (value: unknown): value is number => Number.isSafeInteger(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

/** Only white space, as JSON defines it. */
const isBlank = (text: string): boolean => !text.startsWith("{") && /^[ \t\r\n]*$/.test(text);

/**
 * Parses a record, which is the text of a post, of a page of posts, or of anything broken. Each of its posts is either
 * accepted or rejected with a reason. A page without results is an empty list.
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

/** Fields of pages and problems. A post can have fields with these names too, but it also has an id. */
const PAGE_FIELDS = ["data", "errors", "meta", "status"];

function elementsOf(value: unknown): readonly unknown[] | Reason {
  if (value === undefined) return REASONS.notJson;
  if (!isJsonObject(value)) return REASONS.notObject;
  const isPage = value.id === undefined && PAGE_FIELDS.some((name) => value[name] !== undefined);
  return isPage ? elementsOfPage(value) : [value];
}

/** An item of an archive wraps its post. Older archives and the API v1.1 do not; their posts have an `id_str`. */
function draftOf(value: JsonObject): Draft {
  if (isJsonObject(value.tweet) && value.id === undefined) return draftOfArchive(value.tweet);
  return value.id_str === undefined ? draftOfV2(value) : draftOfArchive(value);
}

const rejection = (reason: Reason, record: string, origin: Origin): Rejection => ({
  reason,
  record: excerpt(record),
  origin,
});

/** The text of one element, so that its rejection does not show the whole page. */
function textOf(element: unknown, record: string): string {
  try {
    return JSON.stringify(element);
  } catch {
    // It is nested too deeply for JSON.stringify.
    return record;
  }
}

/** Enough to recognise the record, in UTF-16 units. The raw page keeps all of it. */
const MAX_EXCERPT = 2_000;

/** The start of `text`. What PostgreSQL cannot store (NUL, half a surrogate pair) is replaced. */
function excerpt(text: string): string {
  const cut = text.length > MAX_EXCERPT ? text.slice(0, MAX_EXCERPT).replace(/[\ud800-\udbff]$/, "") : text;
  return cut.toWellFormed().replaceAll("\0", "\ufffd");
}
