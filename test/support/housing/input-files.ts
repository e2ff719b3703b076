import type { InputFile } from "../../../functions/housing/input-files.ts";
import { sha256 } from "../../../functions/runs/manifest.ts";
import { type MemoryStore, memoryStore } from "../memory-store.ts";

export interface StoredInput {
  readonly store: MemoryStore;
  readonly file: InputFile;
}

/** A file as FetchFiles stores it, in parts of `partBytes`, in a store of its own or in the given one. */
export function storedInput(
  name: string,
  body: Uint8Array | string,
  { partBytes = 1000, store = memoryStore() }: { partBytes?: number; store?: MemoryStore } = {},
): StoredInput {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const parts: InputFile["parts"] = [];
  for (let start = 0; start < bytes.length; start += partBytes) {
    const part = bytes.subarray(start, start + partBytes);
    const key = `input/${name}/part-${String(parts.length).padStart(5, "0")}`;
    store.objects.set(key, part);
    parts.push({ key, bytes: part.length, sha256: sha256(part) });
  }
  return {
    store,
    file: {
      name,
      kind: "postcodes",
      synthetic: false,
      source: `/downloads/${name}`,
      bytes: bytes.length,
      sha256: sha256(bytes),
      parts,
    },
  };
}
