import { rawPageName } from "../../../functions/posts/keys.ts";
import type { PostSource } from "../../../functions/posts/post-source.ts";
import { packRawPages } from "../../../functions/posts/raw-pages.ts";
import { rawPages } from "../raw-pages.ts";

/** What the source gives one after the other: the records of a page, or a wait. */
export type ScriptLine = readonly string[] | { readonly resumeAt: string };

export interface ScriptSource extends PostSource {
  /** Where it was asked to go on, each time that it was asked for pages. */
  readonly asked: readonly unknown[];
}

/**
 * A source that gives what a script holds; its cursor is the number of lines read. All pages are of one file,
 * `posts.jsonl`, one record a line.
 */
export function scriptSource(
  script: readonly ScriptLine[],
  { name = "posts.jsonl", fingerprint = "first" }: { name?: string; fingerprint?: string | null } = {},
): ScriptSource {
  const asked: unknown[] = [];
  return {
    name,
    asked,
    fingerprint: async () => fingerprint,
    async *pages(_request, cursor) {
      asked.push(cursor);
      const from = cursor === null ? 0 : Number(cursor);
      for (const [index, line] of script.entries()) {
        if (index < from) continue;
        if ("resumeAt" in line) {
          yield { kind: "wait", resumeAt: line.resumeAt, cursor: index + 1 };
          return;
        }
        const place = { station: "replay", name: String(index).padStart(5, "0") };
        const page = rawPageName(place.station, place.name);
        yield {
          kind: "page",
          ...place,
          body: await packRawPages(
            rawPages([{ page, file: "posts.jsonl", line: lineOf(script, index), records: line }]),
          ),
          records: line.length,
          cursor: index + 1,
        };
      }
    },
  };
}

/** The line in which page number `index` begins, counted from 1. */
const lineOf = (script: readonly ScriptLine[], index: number): number =>
  script.slice(0, index).reduce((line, page) => line + ("resumeAt" in page ? 0 : page.length), 1);
