import type { EncodedPosts } from "./encode.ts";

/** The part without the posts at these `indexes`, some of which may not be in it. Its words stay. */
export function withoutPosts(part: EncodedPosts, indexes: ReadonlySet<number>): EncodedPosts {
  if (indexes.size === 0) return part;
  const stays = (_: unknown, post: number): boolean => !indexes.has(part.indexes[post] ?? 0);
  const tokens = new Uint32Array(part.tokens.length);
  let [read, kept] = [0, 0];
  for (const [post, length] of part.lengths.entries()) {
    if (stays(length, post)) {
      tokens.set(part.tokens.subarray(read, read + length), kept);
      kept += length;
    }
    read += length;
  }
  return {
    ...part,
    indexes: part.indexes.filter(stays),
    ids: part.ids.filter(stays),
    authors: part.authors.filter(stays),
    stationOf: part.stationOf.filter(stays),
    lengths: part.lengths.filter(stays),
    tokens: tokens.subarray(0, kept),
  };
}
