import type { SyntheticPost } from "./post.ts";
import type { Random } from "./random.ts";
import { idAt } from "./times.ts";

const ADDITIONS = [
  "Edit: typo",
  "Edit: got a reply, all sorted now",
  "Edit: it was Tuesday, not today",
  "Update: still waiting",
];

/** The two versions of an edited post. */
export interface Edited {
  readonly older: SyntheticPost;
  readonly newer: SyntheticPost;
}

/**
 * Edits a post some minutes later: a new id, a longer text, both ids in the history. The older version as it
 * was read before the edit lists itself alone; `readAfter` makes it the one read afterwards, which lists both.
 */
export function edit(post: SyntheticPost, readAfter: boolean, random: Random): Edited {
  const time = new Date(Date.parse(post.created_at) + (3 + random.integer(25)) * 60_000);
  const id = idAt(time, random);
  const history = [post.id, id];
  return {
    older: readAfter ? { ...post, edit_history_tweet_ids: history } : post,
    newer: {
      ...post,
      id,
      text: `${post.text} ${random.pick(ADDITIONS)}`,
      created_at: time.toISOString(),
      edit_history_tweet_ids: history,
    },
  };
}
