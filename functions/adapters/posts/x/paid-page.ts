import { decodePage } from "../../../../analysis/posts/page.ts";
import type { ObjectStore } from "../../../ports.ts";
import { rawPageKey } from "../../../posts/keys.ts";
import { packRawPages, unpackLines } from "../../../posts/raw-pages.ts";
import { readPage } from "./answer.ts";
import { type Ledger, settlePending } from "./ledger.ts";
import type { Asked } from "./progress.ts";

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

/** A page that was paid for and stored, but perhaps not yet reported. */
export interface PaidPage extends Asked {
  readonly runId: string;
  readonly pageName: string;
  /** The stored object. */
  readonly body: Uint8Array;
}

/**
 * Counts what a request came to in whose middle a process was stopped: its posts where its page was stored, and else
 * the most it can have cost, since X may have answered. Returns the page, so that it is not paid again.
 */
export async function resolvePending(ledger: Ledger, store: ObjectStore): Promise<PaidPage | undefined> {
  const { pending } = ledger.state;
  if (pending === null) return undefined;
  const { runId, page: pageName, from, posts: size } = pending;
  const body = await store.read(rawPageKey(runId, pageName));
  const page = body && readPage(unpackPage(body));
  ledger.state = settlePending(ledger.state, page?.posts ?? null);
  return body && page && { runId, pageName, body, from, size, page };
}
