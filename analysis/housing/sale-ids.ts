import { placeEntries, slotOf } from "../open-addressing.ts";

/** Which sales a file has had, in some 30 bytes each. */
export interface SaleIds {
  /**
   * Adds the id of 128 bits in `id` from its first element on, with a hash of its row. Returns the line of the row that
   * had the id before, or 0; `sameContents` tells whether that row had the same hash.
   */
  add(id: Uint32Array, contents: number, line: number): number;
  sameContents(): boolean;
}

/** Four numbers of the id, the hash of the row, the line. */
const WIDTH = 6;

export function saleIds(): SaleIds {
  let slots = 1024;
  let table = new Uint32Array(slots * WIDTH);
  let size = 0;
  let isSame = false;

  function grow(): void {
    const old = table;
    const longer = new Uint32Array(old.length * 2);
    slots *= 2;
    placeEntries(
      old.length / WIDTH,
      slots,
      (entry) => (old[entry * WIDTH + 5] === 0 ? -1 : slotOf(hashOfId(old, entry * WIDTH), slots)),
      (entry, slot) => longer.set(old.subarray(entry * WIDTH, (entry + 1) * WIDTH), slot * WIDTH),
    );
    table = longer;
  }

  return {
    sameContents: () => isSame,
    add(id, contents, line) {
      if (size * 4 > slots * 3) grow();
      let slot = slotOf(hashOfId(id, 0), slots);
      for (;;) {
        const at = slot * WIDTH;
        const known = table[at + 5] ?? 0;
        if (known === 0) {
          for (let index = 0; index < 4; index++) table[at + index] = id[index] ?? 0;
          table[at + 4] = contents;
          table[at + 5] = line;
          size++;
          return 0;
        }
        if (
          table[at] === id[0] &&
          table[at + 1] === id[1] &&
          table[at + 2] === id[2] &&
          table[at + 3] === id[3]
        ) {
          isSame = table[at + 4] === contents >>> 0;
          return known;
        }
        slot = (slot + 1) & (slots - 1);
      }
    },
  };
}

/** GUIDs are random, but invented ones can differ in their last digits alone. */
const hashOfId = (ids: Uint32Array, at: number): number =>
  Math.imul(ids[at] ?? 0, 0x9e3779b1) ^
  Math.imul(ids[at + 1] ?? 0, 0x85ebca6b) ^
  Math.imul(ids[at + 2] ?? 0, 0xc2b2ae35) ^
  Math.imul(ids[at + 3] ?? 0, 0x27d4eb2f);
