/**
 * The items in batches of some size, in their order. Items stay whole: a batch ends with the one that brings it to
 * `enough` bytes, so that only the last batch may have fewer. No items are no batches.
 */
export function batchByBytes<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  enough: number,
): Item[][] {
  const batches: Item[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    if (bytes >= enough) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(item);
    bytes += bytesOf(item);
  }
  return batches;
}
