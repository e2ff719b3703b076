import type { RawPage } from "../../analysis/posts/page.ts";
import type { RawPages } from "../../functions/posts/raw-pages.ts";

/** Pages of texts as packRawPages takes them. */
export function rawPages(pages: readonly RawPage[]): RawPages {
  const records = pages.flatMap((page) => page.records.map((text) => Buffer.from(text)));
  let end = 0;
  return {
    name: pages[0]?.page ?? "",
    bytes: new Uint8Array(Buffer.concat(records)),
    ends: Uint32Array.from(records, ({ length }) => {
      end += length;
      return end;
    }),
    pages: pages.map(({ file, line, records }) => ({ file, line, records: records.length })),
  };
}
