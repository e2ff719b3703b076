/** The hash of Fowler, Noll and Vo (FNV-1a, 32 bits), over UTF-16 units: HASH_SEED, then hashUnit for each. */
export const HASH_SEED = 0x811c9dc5 | 0;

export const hashUnit = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** The hash of `text.slice(start, end)`. */
export function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let index = start; index < end; index++) hash = hashUnit(hash, text.charCodeAt(index));
  return hash;
}

/** The slot of a hash. `slots` is a power of two. The lower bits alone are not mixed well enough. */
export const slotOf = (hash: number, slots: number): number => (hash ^ (hash >>> 15)) & (slots - 1);

/** What `slotOf` gives for an entry that placeEntries must skip. */
export const NO_ENTRY = -1;

/**
 * Finds a slot for each entry in an empty table with open addressing and linear probing: the first free one from the
 * entry's own slot on. A table is filled in this way, and grows by placing its entries in a longer table.
 *
 * A table keeps its columns itself, in typed arrays: `move` writes them. So all tables share this loop, and each has the
 * layout that is fastest for it.
 *
 * @param entries how many entries there are; they have the numbers from 0 on.
 * @param length how many slots the table has, a power of two and more than there are entries.
 * @param slotOf the slot that an entry has in an empty table, or NO_ENTRY.
 * @param move is called with each entry and its slot.
 */
export function placeEntries(
  entries: number,
  length: number,
  slotOf: (entry: number) => number,
  move: (entry: number, slot: number) => void,
): void {
  const isTaken = new Uint8Array(length);
  for (let entry = 0; entry < entries; entry++) {
    let slot = slotOf(entry);
    if (slot === NO_ENTRY) continue;
    while (isTaken[slot] === 1) slot = (slot + 1) & (length - 1);
    isTaken[slot] = 1;
    move(entry, slot);
  }
}
