import { parseJson } from "../../analysis/json.ts";
import { isJsonObject } from "../../analysis/posts/json-object.ts";
import { AnalysisFailed, messageOf } from "../errors.ts";
import { cutPosts } from "./cut-posts.ts";
import { type NamedPost, postsIn } from "./named-posts.ts";
import { packLines, unpackLines } from "./raw-lines.ts";

export interface CleanedPages {
  readonly body: Uint8Array;
  /** All ids of the posts that went. */
  readonly ids: readonly string[];
}

/**
 * An object under `raw/` without the posts that `names` names. Records keep their places, since a row's receipt is
 * its line, and everything else keeps its bytes. Null where it holds none of the posts. Throws AnalysisFailed,
 * which names `key`, where the object is damaged.
 */
export async function withoutPosts(
  key: string,
  body: Uint8Array,
  names: ReadonlySet<string>,
): Promise<CleanedPages | null> {
  const ids = new Set<string>();
  const lines = unpacked(key, body).map((line) => {
    let changed = false;
    const page = pageOf(key, line);
    const records = page.records.map((record) => {
      const cut = cutPosts(record, names);
      if (cut === null) return record;
      changed = true;
      for (const id of cut.ids) ids.add(id);
      return cut.record;
    });
    return changed ? JSON.stringify({ ...page, records }) : line;
  });
  if (ids.size === 0) return null;
  return { body: await packLines(Buffer.from(`${lines.join("\n")}\n`)), ids: [...ids] };
}

/** The posts of an object under `raw/`. Throws AnalysisFailed where it is damaged. */
export function* postsInPages(key: string, body: Uint8Array): Generator<NamedPost> {
  for (const line of unpacked(key, body))
    for (const record of pageOf(key, line).records) yield* postsIn(record);
}

function unpacked(key: string, body: Uint8Array): string[] {
  try {
    return unpackLines(body);
  } catch (cause) {
    throw damaged(key, messageOf(cause));
  }
}

function pageOf(
  key: string,
  line: string,
): Readonly<Record<string, unknown>> & { readonly records: string[] } {
  const page = parseJson(line);
  if (!isJsonObject(page)) throw damaged(key, "a line is no JSON object");
  const { records } = page;
  if (!isTexts(records)) throw damaged(key, "a line has no list of records");
  return { ...page, records };
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

const damaged = (key: string, fault: string): AnalysisFailed =>
  new AnalysisFailed(`The object ${key} holds no raw pages: ${fault}.`, {
    hint: "Remove it, or its run with all that was made of it; the posts in it cannot be checked.",
  });
