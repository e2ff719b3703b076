import { readFile } from "node:fs/promises";
import type { RawPage } from "../../analysis/posts/page.ts";
import { rawPageName } from "../../functions/posts/keys.ts";
import type { PostSource } from "../../functions/posts/post-source.ts";
import { packRawPages } from "../../functions/posts/raw-pages.ts";
import { SYNTHETIC_POSTS } from "../../local/bundled.ts";
import { seeded } from "../analysis/sentiment/random.ts";
import { rawPages } from "../support/raw-pages.ts";
import { oddPosts } from "./odd-posts.ts";

const RECORDS_IN_LINE = 20;
const LINES_IN_PAGE = 3;
/** The last page is one line, which is longer than what Spark is told to read at a time. */
const RECORDS_IN_LAST_PAGE = 700;
/** Their order is another one than that of the files and lines that the records come from. */
const STATIONS = ["victoria", "angel", "bank"];

/** The bundled sample and odd records, in which posts come again, far apart: the same, older, and newer ones. */
export async function repeatedPosts(): Promise<PostSource> {
  const sample = (await readFile(SYNTHETIC_POSTS, "utf8")).trimEnd().split("\n");
  const again = repeats(sample, 300);
  const favourite = Array.from({ length: 100 }, () => sample[7] ?? "");
  const records = [
    ...[...again.slice(0, 150), ...favourite.slice(50), ...sample.slice(0, 1500), ...oddPosts(200, 1)],
    ...[...favourite.slice(50), ...sample.slice(1500), ...again.slice(150)],
  ];
  return sourceOf(pagesOf(records));
}

function repeats(sample: readonly string[], count: number): string[] {
  const { chance, pick } = seeded(2);
  return Array.from({ length: count }, () => {
    const record = pick(sample);
    // Newer than the one in the sample where it is an edit, and else the same.
    return chance(0.5) ? record : edited(record);
  });
}

function edited(record: string): string {
  const text = /"id":"(\d+)","text":"/.exec(record);
  if (text === null) return record;
  const version = String(BigInt(text[1] ?? 0) + 1n);
  return record
    .replace(text[0], `"id":"${version}","text":"Edited: `)
    .replace(/("edit_history_tweet_ids":\[[^\]]*)\]/, `$1,"${version}"]`);
}

/** Objects of the store, each with its lines. */
function pagesOf(records: readonly string[]): RawPage[][] {
  const last = records.length - RECORDS_IN_LAST_PAGE;
  const inPage = RECORDS_IN_LINE * LINES_IN_PAGE;
  const pages = Array.from({ length: Math.ceil(last / inPage) }, (_, index) => {
    const from = index * inPage;
    const held = records.slice(from, Math.min(from + inPage, last));
    return Array.from({ length: Math.ceil(held.length / RECORDS_IN_LINE) }, (_, line) =>
      rawPage(index, line, held.slice(line * RECORDS_IN_LINE, (line + 1) * RECORDS_IN_LINE)),
    );
  });
  return [...pages, [rawPage(pages.length, 0, records.slice(last))]];
}

const rawPage = (index: number, line: number, records: readonly string[]): RawPage => ({
  page: rawPageName(STATIONS[index % STATIONS.length] ?? "", String(index).padStart(5, "0")),
  file: `posts-${999 - index}.jsonl`,
  line: 1 + line * RECORDS_IN_LINE,
  records,
});

/** A source that gives these pages. */
export const sourceOf = (objects: readonly (readonly RawPage[])[]): PostSource => ({
  name: "pages",
  fingerprint: async () => null,
  async *pages() {
    for (const [index, pages] of objects.entries()) {
      const [station = "", name = ""] = (pages[0]?.page ?? "").replace("station=", "").split("/");
      yield {
        ...{ kind: "page", station, name, cursor: index + 1 },
        body: await packRawPages(rawPages(pages)),
        records: pages.reduce((count, { records }) => count + records.length, 0),
      };
    }
  },
});
