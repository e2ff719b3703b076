import { promisify } from "node:util";
import { gunzipSync, gzip } from "node:zlib";
import { z } from "zod";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import type { NamedPost } from "../posts/named-posts.ts";
import { encodeJson } from "../runs/manifest.ts";
import { storedPostsKey, storedPostsPrefix } from "./keys.ts";

const pack = promisify(gzip);

/** The posts of one run, by their ids. */
export const StoredPosts = z.object({
  /** Every id that X is asked about. */
  ids: z.array(z.string()),
  /** The posts that have several, or repeat another one. */
  linked: z.array(z.object({ ids: z.array(z.string()), copyOf: z.array(z.string()) })),
});
export type StoredPosts = z.infer<typeof StoredPosts>;

/** Brings together the posts of a run's raw pages. */
export function gatherPosts(): { add(post: NamedPost): void; take(): StoredPosts } {
  const ids = new Set<string>();
  const linked = new Map<string, NamedPost>();
  return {
    add(post) {
      for (const id of [...post.ids, ...post.copyOf]) ids.add(id);
      if (post.ids.length + post.copyOf.length > 1) linked.set(JSON.stringify(post), post);
    },
    take: () => ({
      ids: [...ids],
      linked: [...linked.values()].map((post) => ({ ids: [...post.ids], copyOf: [...post.copyOf] })),
    }),
  };
}

export const writeStoredPosts = async (
  store: ObjectStore,
  checkId: string,
  runId: string,
  posts: StoredPosts,
): Promise<void> => store.write(storedPostsKey(checkId, runId), await pack(encodeJson(posts)));

/** The lists that the check has written, a run at a time. */
export async function* readStoredPosts(
  store: ObjectStore,
  checkId: string,
): AsyncGenerator<StoredPosts & { readonly runId: string }> {
  for (const key of await store.list(storedPostsPrefix(checkId))) {
    const body = await store.read(key);
    if (body === undefined) throw new AnalysisFailed(`The object ${key} is gone, which ListPosts wrote.`);
    const runId = key.slice(storedPostsPrefix(checkId).length, -".json.gz".length);
    yield { runId, ...StoredPosts.parse(JSON.parse(gunzipSync(body).toString())) };
  }
}

/** `names` and all ids of the posts that have one of them, or that repeat such a post. */
export function withLinked(names: ReadonlySet<string>, linked: readonly NamedPost[]): Map<string, string> {
  // Each id with the one of `names` that it goes for.
  const all = new Map([...names].map((id) => [id, id]));
  for (let size = -1; size !== all.size; ) {
    size = all.size;
    for (const { ids, copyOf } of linked) {
      const cause = [...ids, ...copyOf].map((id) => all.get(id)).find((name) => name !== undefined);
      if (cause === undefined) continue;
      for (const id of ids) if (!all.has(id)) all.set(id, cause);
    }
  }
  return all;
}
