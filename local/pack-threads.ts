import type { RawPage } from "../analysis/posts/page.ts";
import type { Packer } from "../functions/adapters/replay/pack-pages.ts";
import { openThreads } from "./threads.ts";

/** Threads that pack raw pages. */
export function packThreads(): Packer {
  const module = new URL("./pack-thread.ts", import.meta.url);
  const threads = openThreads<readonly RawPage[], Uint8Array>(module, null);
  return { size: threads.size, pack: threads.ask, close: threads.close };
}
