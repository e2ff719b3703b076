import { parseJson } from "../../analysis/json.ts";
import { field, isJsonObject } from "../../analysis/posts/json-object.ts";
import { isNamed, namePost, postsIn } from "./named-posts.ts";
import { type ObjectSpan, objectSpans } from "./object-spans.ts";

/** A record without some of its posts. */
export interface CutRecord {
  /** Blank where nothing of it may stay; a blank record is neither read nor rejected. */
  readonly record: string;
  /** All ids of the posts that went. */
  readonly ids: readonly string[];
}

/**
 * Takes the posts that `names` names out of a record, with all versions of them and what repeats them, and with what
 * of a page's `includes` they alone referred to. Every other character stays. Null where it holds none of them.
 */
export function cutPosts(record: string, names: ReadonlySet<string>): CutRecord | null {
  const posts = postsIn(record).filter((post) => isNamed(post, names));
  if (posts.length === 0) return null;
  const ids = [...new Set(posts.flatMap((post) => post.ids))];
  const value = parseJson(record);
  // What is not JSON cannot be cut up.
  if (value === undefined) return { record: "", ids };
  const spans = objectSpans(record).filter(({ hasId }) => hasId);
  const isGone = (span: ObjectSpan): boolean => {
    const post = namePost(valueAt(record, span), span.path.length === 0 || span.path.at(-1) === "data");
    return post !== null && isNamed(post, names);
  };
  const gone = outermost(spans.filter(isGone));
  const unused = unusedIncludes(record, value, spans, gone);
  return { record: cut(record, outermost([...gone, ...unused])), ids };
}

const valueAt = (text: string, { start, end }: ObjectSpan): unknown => JSON.parse(text.slice(start, end));

/** In the order of the text, without those that lie inside another. */
function outermost(spans: readonly ObjectSpan[]): ObjectSpan[] {
  let end = 0;
  return spans
    .toSorted((left, right) => left.start - right.start)
    .filter((span) => {
      if (span.start < end) return false;
      end = span.end;
      return true;
    });
}

/** The media, polls, places and users of a page that only the posts which go refer to. */
function unusedIncludes(
  record: string,
  page: unknown,
  spans: readonly ObjectSpan[],
  gone: readonly ObjectSpan[],
): ObjectSpan[] {
  if (!isJsonObject(page) || !isJsonObject(page.includes)) return [];
  const isPost = ({ path }: ObjectSpan): boolean =>
    path.join("/") === "data" || path.join("/") === "includes/tweets";
  const goneStarts = new Set(gone.map(({ start }) => start));
  const referred = new Set(gone.flatMap((span) => textsIn(valueAt(record, span))));
  const stillReferred = new Set(
    spans
      .filter((span) => isPost(span) && !goneStarts.has(span.start))
      .flatMap((span) => textsIn(valueAt(record, span))),
  );
  return spans.filter((span) => {
    if (span.path[0] !== "includes" || span.path.length !== 2 || !span.isElement || isPost(span))
      return false;
    const value = valueAt(record, span);
    const key = field(value, "media_key") ?? field(value, "id");
    return typeof key === "string" && referred.has(key) && !stillReferred.has(key);
  });
}

/** Every text anywhere in a value. */
function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") texts.push(next);
    else if (typeof next === "object" && next !== null)
      for (const part of Object.values(next)) left.push(part);
  }
  return texts;
}

/** An element leaves its list with one comma; in the place of a field stays an empty value. */
function cut(text: string, spans: readonly ObjectSpan[]): string {
  let result = "";
  let from = 0;
  for (const { start, end, path, isElement } of spans) {
    result += text.slice(from, start);
    from = end;
    if (isElement) {
      const comma = /\s*,/y;
      comma.lastIndex = end;
      if (comma.test(text)) from = comma.lastIndex;
      else result = result.replace(/,\s*$/, "");
    } else if (path.length > 0) {
      // A page without posts has an empty list of them.
      result += path.at(-1) === "data" ? "[]" : "null";
    }
  }
  const left = result + text.slice(from);
  return left.trim() === "" ? "" : left;
}
