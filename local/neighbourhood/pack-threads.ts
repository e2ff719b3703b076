import type { Packer } from "../../functions/adapters/posts/replay/pack-pages.ts";
import { openThreads } from "../../functions/adapters/threads/threads.ts";
import type { RawPages } from "../../functions/posts/raw-pages.ts";

/** Threads that pack raw pages. */
export function packThreads(): Packer {
  const module = new URL("./pack-thread.ts", import.meta.url);
  const threads = openThreads<RawPages, Uint8Array>(module, null);
  return {
    size: threads.size,
    pack: (raw) => threads.ask(raw, [raw.bytes.buffer, raw.ends.buffer]),
    close: threads.close,
  };
}
