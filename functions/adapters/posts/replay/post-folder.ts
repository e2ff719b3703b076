import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { InvalidInput } from "../../../errors.ts";
import type { ObjectStore } from "../../../ports.ts";
import { choosePostFiles, findPostFiles, noPostFiles, type PostFile } from "./post-files.ts";

/** Files of posts, wherever they lie. */
export interface PostFolder {
  /** What people call it; a folder's or a file's path, or a prefix of keys. */
  readonly path: string;
  /** In the order of the UTF-8 bytes of their names. Throws InvalidInput where there are none. */
  find(): Promise<PostFile[]>;
  /** The bytes of a file as they lie, from `from` on, some `chunkBytes` at a time. */
  bytes(file: PostFile, from: number, chunkBytes: number): AsyncIterable<unknown>;
  size(file: PostFile): Promise<number>;
}

/** A file, or the files of a folder, as findPostFiles finds them. */
export const folderOnDisk = (path: string): PostFolder => ({
  path,
  find: () => findPostFiles(path),
  bytes: (file, start, highWaterMark) => createReadStream(file.path, { start, highWaterMark }),
  size: async (file) => (await stat(file.path)).size,
});

/**
 * The objects under a prefix that ends with a slash (or the one object of that key), chosen as the files of a folder
 * are. An object is read whole, and the last one is kept: each must fit into the memory.
 */
export function folderInStore(store: ObjectStore, prefix: string): PostFolder {
  let last: { readonly key: string; readonly body: Uint8Array } | undefined;
  async function read(key: string): Promise<Uint8Array> {
    if (last?.key === key) return last.body;
    last = undefined;
    const body = await store.read(key);
    if (body === undefined)
      throw new InvalidInput(`The object ${key} is gone, which the run was to read posts from.`, {
        hint: "Put it back, or start a new run (another --run).",
      });
    last = { key, body };
    return body;
  }
  return {
    path: prefix,
    async find() {
      const keys = (await store.list(prefix)).filter((key) => key === prefix || prefix.endsWith("/"));
      if (keys[0] === prefix) return [{ path: prefix, name: prefix.slice(prefix.lastIndexOf("/") + 1) }];
      const names = keys.map((key) => key.slice(prefix.length)).filter((name) => !/(^|\/)\./.test(name));
      const chosen = choosePostFiles(names);
      if (chosen.length === 0) throw noPostFiles(prefix);
      return chosen.map((name) => ({ path: `${prefix}${name}`, name }));
    },
    async *bytes({ path }, from, chunkBytes) {
      const { buffer, byteOffset, length } = await read(path);
      for (let start = from; start < length; start += chunkBytes)
        yield Buffer.from(buffer, byteOffset + start, Math.min(chunkBytes, length - start));
    },
    size: async ({ path }) => (await read(path)).length,
  };
}
