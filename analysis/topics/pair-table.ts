import { NO_ENTRY, placeEntries } from "../open-addressing.ts";

/** More than the number of words, and so small that a pair is an exact integer. */
const MOST_WORDS = 2 ** 26;

/** A map from pairs of numbers below MOST_WORDS to numbers. A slot takes 16 bytes. */
export interface PairTable {
  /** Adds 1 to the pair's number. Of consecutive calls for the same text, only the first counts. */
  count(first: number, second: number, text: number): void;
  set(first: number, second: number, value: number): void;
  /** 0 if the table does not have the pair. */
  get(first: number, second: number): number;
  entries(): Generator<readonly [first: number, second: number, value: number], void>;
}

export function pairTable(): PairTable {
  let size = 0;
  /** Open addressing. The key of a free slot is -1. */
  let keys = new Float64Array(2 ** 10).fill(-1);
  let values = new Uint32Array(keys.length);
  /** The last text for which each pair was counted. */
  let lastTexts = new Uint32Array(keys.length);

  /** The slot of the pair, or the free slot where it would be. */
  function slotOf(first: number, second: number): number {
    const key = first * MOST_WORDS + second;
    const mask = keys.length - 1;
    let slot = hashPair(first, second) & mask;
    for (let known = keys[slot]; known !== -1 && known !== key; known = keys[slot]) slot = (slot + 1) & mask;
    return slot;
  }

  function slotFor(first: number, second: number): number {
    const slot = slotOf(first, second);
    if (keys[slot] !== -1) return slot;
    if (size >= 0.6 * keys.length) {
      grow();
      return slotFor(first, second);
    }
    keys[slot] = first * MOST_WORDS + second;
    size += 1;
    return slot;
  }

  function grow(): void {
    const [oldKeys, oldValues, oldTexts] = [keys, values, lastTexts];
    const length = 2 * oldKeys.length;
    keys = new Float64Array(length).fill(-1);
    values = new Uint32Array(length);
    lastTexts = new Uint32Array(length);
    placeEntries(
      oldKeys.length,
      length,
      (old) => {
        const key = oldKeys[old] ?? -1;
        if (key === -1) return NO_ENTRY;
        return hashPair(Math.floor(key / MOST_WORDS), key % MOST_WORDS) & (length - 1);
      },
      (old, slot) => {
        keys[slot] = oldKeys[old] ?? -1;
        values[slot] = oldValues[old] ?? 0;
        lastTexts[slot] = oldTexts[old] ?? 0;
      },
    );
  }

  return {
    count(first, second, text) {
      const slot = slotFor(first, second);
      if (lastTexts[slot] === text) return;
      lastTexts[slot] = text;
      values[slot] = (values[slot] ?? 0) + 1;
    },
    set(first, second, value) {
      values[slotFor(first, second)] = value;
    },
    get: (first, second) => values[slotOf(first, second)] ?? 0,
    *entries() {
      for (const [slot, key] of keys.entries())
        if (key !== -1) yield [Math.floor(key / MOST_WORDS), key % MOST_WORDS, values[slot] ?? 0];
    },
  };
}

/** 32 well-mixed bits of a pair (the finaliser of MurmurHash3). */
export function hashPair(first: number, second: number): number {
  let mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second + 0x7f4a7c15, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
