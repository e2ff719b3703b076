import { type Extracted, extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";
import type { Clock, ObjectStore } from "../../../functions/ports.ts";
import type { PostSource } from "../../../functions/posts/post-source.ts";
import { clock, progress } from "./pipeline.ts";
import { inPages, records } from "./records.ts";
import { type ScriptLine, scriptSource } from "./script-source.ts";
import { checksums, newStore } from "./store.ts";

export const run = parseRun({ runId: "20261116T060000Z" }, "2026-11-16T06:00:00Z");
export const PAGES = inPages(records(1, 7), 3);

/** One call of the handler. */
export const extract = (store: ObjectStore, source: PostSource, time: Clock = clock): Promise<Extracted> =>
  extractPosts({ run }, { store, source, clock: time, progress });

/** Asks again until it is done, as the state machine does; returns every answer. */
export async function extractAll(
  store: ObjectStore,
  source: PostSource,
  time: Clock = clock,
): Promise<Extracted[]> {
  const answers: Extracted[] = [];
  while (answers.at(-1)?.done !== true) answers.push(await extract(store, source, time));
  return answers;
}

/** What an extraction leaves that nothing disturbed. */
export async function undisturbed(script: readonly ScriptLine[] = PAGES): Promise<Record<string, string>> {
  const store = await newStore();
  await extractAll(store, scriptSource(script));
  return checksums(store);
}
