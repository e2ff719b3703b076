import { placeEntries, slotOf } from "../open-addressing.ts";

/**
 * Interns words: numbers them from 0, in the order in which they first occur. It reads them from a text in place and
 * copies no strings. Open addressing with linear probing.
 */
export interface WordIndex {
  /** The number of words. */
  size: number;
  /** The number of a word plus 1, or 0 in a free slot. */
  slots: Uint32Array;
  /** By number. */
  hashes: Int32Array;
  /** Where each word begins in `letters`, by its number. It ends where the next one begins. */
  begins: Uint32Array;
  letters: Uint16Array;
}

export const wordIndex = (): WordIndex => ({
  size: 0,
  slots: new Uint32Array(2 ** 12),
  hashes: new Int32Array(2 ** 10),
  begins: new Uint32Array(2 ** 10 + 1),
  letters: new Uint16Array(2 ** 13),
});

/** The number of `text.slice(start, end)`, which has this `hash`. Adds the word if it is new. */
export function wordNumber(index: WordIndex, text: string, start: number, end: number, hash: number): number {
  const { slots, hashes } = index;
  let slot = slotOf(hash, slots.length);
  for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
    if (hashes[entry - 1] === hash && isWord(index, entry - 1, text, start, end)) return entry - 1;
    slot = (slot + 1) & (slots.length - 1);
  }
  const number = index.size;
  slots[slot] = number + 1;
  add(index, text, start, end, hash);
  if (2 * index.size > slots.length) grow(index);
  return number;
}

function isWord(
  { begins, letters }: WordIndex,
  number: number,
  text: string,
  start: number,
  end: number,
): boolean {
  const begin = begins[number] ?? 0;
  if ((begins[number + 1] ?? 0) - begin !== end - start) return false;
  for (let at = start; at < end; at++) if (letters[begin + at - start] !== text.charCodeAt(at)) return false;
  return true;
}

function add(index: WordIndex, text: string, start: number, end: number, hash: number): void {
  const { size } = index;
  if (size === index.hashes.length) {
    index.hashes = enlarged(index.hashes, new Int32Array(2 * size));
    index.begins = enlarged(index.begins, new Uint32Array(2 * size + 1));
  }
  const begin = index.begins[size] ?? 0;
  const next = begin + end - start;
  if (next > index.letters.length) index.letters = enlarged(index.letters, new Uint16Array(2 * next));
  for (let at = start; at < end; at++) index.letters[begin + at - start] = text.charCodeAt(at);
  index.hashes[size] = hash;
  index.begins[size + 1] = next;
  index.size = size + 1;
}

function grow(index: WordIndex): void {
  const { hashes, size } = index;
  const slots = new Uint32Array(2 * index.slots.length);
  placeEntries(
    size,
    slots.length,
    (number) => slotOf(hashes[number] ?? 0, slots.length),
    (number, slot) => {
      slots[slot] = number + 1;
    },
  );
  index.slots = slots;
}

function enlarged<Numbers extends Uint16Array | Uint32Array | Int32Array>(
  numbers: Numbers,
  room: Numbers,
): Numbers {
  room.set(numbers);
  return room;
}
