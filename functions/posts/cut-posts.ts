import { field, isJsonObject, parseJson } from "../../analysis/json.ts";
import { isNamed, namePost, postsIn } from "./named-posts.ts";

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

/** The position of an object in a JSON text. */
interface ObjectSpan {
  /** The offset of its opening brace, and the one behind its closing brace. */
  readonly start: number;
  readonly end: number;
  /** The names of the fields that lead to it, the elements of a list all having the list's; of many the first three and the last. */
  readonly path: readonly string[];
  readonly isElement: boolean;
  /** Whether a field of its own has the name of one that holds an id, or wraps what does. */
  readonly hasId: boolean;
}

interface Frame {
  readonly start: number;
  readonly path: readonly string[];
  readonly isList: boolean;
  readonly isElement: boolean;
  /** Of an object: the field whose value comes next. */
  key: string;
  expectsKey: boolean;
  hasId: boolean;
}

const ID_KEYS = new Set(["id", "id_str", "media_key", "tweet"]);
const LONGEST_PATH = 4;

/** All objects of a text that JSON.parse takes, each after those inside it. */
function objectSpans(text: string): ObjectSpan[] {
  const spans: ObjectSpan[] = [];
  const frames: Frame[] = [];
  for (let index = 0; index < text.length; index++) {
    const frame = frames.at(-1);
    const character = text[index];
    if (character === '"') {
      const end = endOfString(text, index);
      if (frame?.expectsKey) {
        frame.key = JSON.parse(text.slice(index, end));
        frame.expectsKey = false;
        frame.hasId ||= ID_KEYS.has(frame.key);
      }
      index = end - 1;
    } else if (character === "{" || character === "[") {
      frames.push(openFrame(index, character === "[", frame));
    } else if (character === "}" || character === "]") {
      const closed = frames.pop();
      if (closed !== undefined && !closed.isList) {
        const { start, path, isElement, hasId } = closed;
        spans.push({ start, end: index + 1, path, isElement, hasId });
      }
    } else if (character === "," && frame !== undefined) {
      frame.expectsKey = !frame.isList;
    }
  }
  return spans;
}

function openFrame(start: number, isList: boolean, parent: Frame | undefined): Frame {
  const path = parent === undefined ? [] : parent.isList ? parent.path : joined(parent.path, parent.key);
  return {
    start,
    path,
    isList,
    isElement: parent?.isList ?? false,
    key: "",
    expectsKey: !isList,
    hasId: false,
  };
}

const joined = (path: readonly string[], key: string): string[] => [...path.slice(0, LONGEST_PATH - 1), key];

/** The offset behind the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const character = text[index];
    if (character === "\\") index += 1;
    else if (character === '"') return index + 1;
  }
  return text.length;
}
