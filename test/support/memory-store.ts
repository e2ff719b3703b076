import { compareUtf8 } from "../../analysis/order.ts";
import type { ConditionalStore } from "../../functions/ports.ts";
import { sha256 } from "../../functions/runs/manifest.ts";

export interface MemoryStore extends ConditionalStore {
  readonly objects: Map<string, Uint8Array>;
}

/** A store in the memory of the test, for tests that write more than a disk likes. */
export function memoryStore(present: ReadonlyMap<string, Uint8Array> = new Map()): MemoryStore {
  const objects = new Map(present);
  return {
    objects,
    read: async (key) => objects.get(key),
    write: async (key, body) => void objects.set(key, body),
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareUtf8),
    remove: async (keys) => keys.forEach((key) => void objects.delete(key)),
    readTagged: async (key) => {
      const body = objects.get(key);
      return body && { body, etag: sha256(body) };
    },
    writeIf: async (key, body, etag) => {
      const present = objects.get(key);
      if ((present === undefined ? null : sha256(present)) !== etag) return null;
      objects.set(key, body);
      return sha256(body);
    },
  };
}
