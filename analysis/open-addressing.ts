/**
 * Slots of a table with open addressing and linear probing: each entry, a number above 0, is in the first slot that is
 * free from its own on. A free slot holds 0. Tables are filled so, and grow by being filled anew with more slots.
 *
 * @param length how many slots, a power of two and more than there are entries.
 * @param slotOf the slot that an entry would have in an empty table of this length.
 */
export function fillSlots(
  entries: Iterable<number>,
  length: number,
  slotOf: (entry: number) => number,
): Uint32Array {
  const slots = new Uint32Array(length);
  for (const entry of entries) {
    if (entry === 0) continue;
    let slot = slotOf(entry);
    while (slots[slot] !== 0) slot = (slot + 1) & (length - 1);
    slots[slot] = entry;
  }
  return slots;
}

/** The numbers from 1 to `last`: the entries of a table that numbers what it holds in the order in which it comes. */
export function* oneTo(last: number): Generator<number, void> {
  for (let number = 1; number <= last; number++) yield number;
}
