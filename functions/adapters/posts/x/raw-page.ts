import { decodePage } from "../../../../analysis/posts/page.ts";
import { packRawPages, unpackLines } from "../../../posts/raw-lines.ts";

/** The object of a page of X, which holds the text of the answer as its one record. */
export function packPage(pageName: string, station: string, text: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(Buffer.from(text));
  return packRawPages({
    name: pageName,
    bytes,
    ends: Uint32Array.of(bytes.length),
    pages: [{ file: `X API: ${station}`, line: 1, records: 1 }],
  });
}

/** The text of the answer that packPage packed. */
export const unpackPage = (body: Uint8Array): string =>
  decodePage(unpackLines(body)[0] ?? "").records[0] ?? "";
