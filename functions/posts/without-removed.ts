import type { ObjectStore } from "../ports.ts";
import { rawPageName } from "./keys.ts";
import type { PostSource } from "./post-source.ts";
import { readRemovedIds } from "./removals.ts";
import { withoutPosts } from "./without-posts.ts";

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
