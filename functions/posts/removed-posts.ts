import { z } from "zod";
import { isJsonObject, parseJson } from "../../analysis/json.ts";
import { compareIds } from "../../analysis/posts/id.ts";
import { AnalysisFailed, messageOf } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { encodeJson, readJson } from "../runs/manifest.ts";
import { cutPosts } from "./cut-posts.ts";
import { REMOVALS_KEY, rawPageName, UNFINISHED_KEY } from "./keys.ts";
import { type NamedPost, postsIn } from "./named-posts.ts";
import type { PostSource } from "./post-source.ts";
import { packLines, unpackLines } from "./raw-pages.ts";

/** A post that was removed: ids and nothing else of it. */
export const Removal = z.object({
  id: z.string(),
  /** Why, in X's words. */
  reason: z.string(),
  /** The time of the check that removed it; ISO 8601, UTC. */
  removedAt: z.string(),
  /** The runs that held it. */
  runs: z.array(z.string()),
});
export type Removal = z.infer<typeof Removal>;

/** The list of what was removed, by id. */
export async function readRemovals(store: ObjectStore): Promise<Map<string, Removal>> {
  const body = await store.read(REMOVALS_KEY);
  if (body === undefined) return new Map();
  try {
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(body).trimEnd().split("\n");
    return new Map(lines.map((line) => Removal.parse(JSON.parse(line))).map((entry) => [entry.id, entry]));
  } catch (cause) {
    throw new AnalysisFailed(`The object ${REMOVALS_KEY} is not the list of removed posts.`, {
      hint: "Restore it: posts on it must not come back.",
      cause,
    });
  }
}

/** The ids on the list. Code that stores posts must skip these. */
export const readRemovedIds = async (store: ObjectStore): Promise<ReadonlySet<string>> =>
  new Set((await readRemovals(store)).keys());

/** One a line, in the order of the ids. Only who holds the lease may write it. */
export async function writeRemovals(
  store: ObjectStore,
  removals: ReadonlyMap<string, Removal>,
): Promise<void> {
  const lines = [...removals.values()]
    .sort((left, right) => compareIds(left.id, right.id))
    .map((removal) => `${JSON.stringify({ ...removal, runs: [...removal.runs].sort() })}\n`);
  await store.write(REMOVALS_KEY, new TextEncoder().encode(lines.join("")));
}

/** The runs from which posts are being removed, in order; a check that fails leaves them to the next one. */
export const Unfinished = z.object({ runs: z.array(z.string()) });

export const readUnfinished = async (store: ObjectStore): Promise<readonly string[]> =>
  (await readJson(store, UNFINISHED_KEY, Unfinished))?.runs ?? [];

export const writeUnfinished = (store: ObjectStore, runs: readonly string[]): Promise<void> =>
  store.write(UNFINISHED_KEY, encodeJson({ runs }));

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

/**
 * The source without the posts on the list of removed posts: a file that is read again, or a search that finds a post
 * which is public once more, brings none of them back. Records keep their places and their number.
 */
export const withoutRemoved = (source: PostSource, store: ObjectStore): PostSource => ({
  name: source.name,
  fingerprint: () => source.fingerprint(),
  async *pages(request, cursor) {
    const removed = await readRemovedIds(store);
    for await (const event of source.pages(request, cursor)) {
      if (event.kind !== "page" || removed.size === 0) {
        yield event;
        continue;
      }
      const cleaned = await withoutPosts(rawPageName(event.station, event.name), event.body, removed);
      yield cleaned === null ? event : { ...event, body: cleaned.body };
    }
  },
});
