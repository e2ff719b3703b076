import type { Packer } from "../../functions/adapters/posts/replay/pack-pages.ts";
import { serveThread } from "../../functions/adapters/threads/serve-thread.ts";
import { openThreads } from "../../functions/adapters/threads/threads.ts";
import { packRawPages, type RawPages } from "../../functions/posts/raw-pages.ts";

/** Threads that pack raw pages; what such a thread runs is this file. */
export function packThreads(): Packer {
  const threads = openThreads<RawPages, Uint8Array>(new URL(import.meta.url), null);
  return {
    size: threads.size,
    pack: (raw) => threads.ask(raw, [raw.bytes.buffer, raw.ends.buffer]),
    close: threads.close,
  };
}

if (import.meta.main) serveThread(packRawPages);
