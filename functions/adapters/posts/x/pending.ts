import type { ObjectStore } from "../../../ports.ts";
import { rawPageKey } from "../../../posts/keys.ts";
import type { Ledger } from "./ledger.ts";
import { readPage } from "./page.ts";
import type { Asked } from "./progress.ts";
import { unpackPage } from "./raw-page.ts";
import { settlePending } from "./state.ts";

/** A page that was paid and stored, though nobody may have heard of it. */
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
