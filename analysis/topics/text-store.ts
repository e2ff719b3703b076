import { NO_ENTRY, placeEntries } from "../open-addressing.ts";

/**
 * A text stores a word as a number: the number of its stem, with these bits below it. When phrases are known, a word
 * that ends a phrase has the number of the phrase instead.
 */
export const BITS = 4;
/** The word follows the word before it: see EncodedPosts. */
export const FOLLOWS = 1;
/** The text ends here. */
export const LAST = 2;
/** Its stem occurs before in the text. */
export const REPEATED = 4;
/** The phrase that it ends occurs again in the text, and that occurrence counts. */
export const REPEATED_PHRASE = 8;
/** All of these bits. */
export const FLAGS = FOLLOWS | LAST | REPEATED | REPEATED_PHRASE;

/** Tokens of a chunk, as a power of two. The store grows by chunks and copies nothing. No text exceeds a chunk. */
const CHUNK_BITS = 22;
const CHUNK = 2 ** CHUNK_BITS;

/** Distinct texts. A text is a sequence of tokens (see BITS), and its number tells where it begins. */
export interface TextStore {
  /** Each has the tokens of complete texts, one text after the other. */
  readonly chunks: Uint32Array[];
  size: number;
  /** The number of tokens in the last chunk. */
  free: number;
  /** Open addressing: the numbers of the texts, plus 1. */
  table: Uint32Array;
}

export const textStore = (): TextStore => ({
  chunks: [],
  size: 0,
  free: CHUNK,
  table: new Uint32Array(2 ** 16),
});

export const chunkOf = ({ chunks }: TextStore, text: number): Uint32Array => {
  const chunk = chunks[text >>> CHUNK_BITS];
  if (chunk === undefined) throw new RangeError("There is no such text.");
  return chunk;
};

/** The offset of the text in its chunk. */
export const offsetOf = (text: number): number => text & (CHUNK - 1);

/**
 * Adds the text whose words are the `length` tokens of a part from `start`, and returns its number. `stems` has the
 * number of each word's stem. Texts with the same stems in the same order are one text. In it, a word has FOLLOWS if it
 * has that in any of them.
 */
export function addText(
  store: TextStore,
  tokens: Uint32Array,
  start: number,
  length: number,
  stems: Uint32Array,
): number {
  if (store.free + length > CHUNK) openChunk(store);
  const { chunks, free, table } = store;
  const chunk = chunks[chunks.length - 1] ?? new Uint32Array(0);
  for (let index = 0; index < length; index++) {
    const token = tokens[start + index] ?? 0;
    chunk[free + index] = ((stems[token >>> 1] ?? 0) << BITS) | (token & FOLLOWS);
  }
  chunk[free + length - 1] = (chunk[free + length - 1] ?? 0) | LAST;
  let slot = hashText(chunk, free) & (table.length - 1);
  for (let known = table[slot] ?? 0; known !== 0; known = table[slot] ?? 0) {
    if (uniteTexts(chunkOf(store, known - 1), offsetOf(known - 1), chunk, free)) return known - 1;
    slot = (slot + 1) & (table.length - 1);
  }
  const text = (chunks.length - 1) * CHUNK + free;
  table[slot] = text + 1;
  store.free += length;
  store.size += 1;
  if (store.size > 0.6 * table.length) grow(store);
  return text;
}

/** Call it after the last text. It releases the table that finds texts. */
export function closeStore(store: TextStore): void {
  trimLast(store);
  store.table = new Uint32Array(0);
}

function openChunk(store: TextStore): void {
  trimLast(store);
  store.chunks.push(new Uint32Array(CHUNK));
  store.free = 0;
}

function trimLast({ chunks, free }: TextStore): void {
  const last = chunks.pop();
  if (last !== undefined) chunks.push(last.subarray(0, free));
}

function grow(store: TextStore): void {
  const old = store.table;
  const table = new Uint32Array(2 * old.length);
  placeEntries(
    old.length,
    table.length,
    (entry) => {
      const known = old[entry] ?? 0;
      if (known === 0) return NO_ENTRY;
      return hashText(chunkOf(store, known - 1), offsetOf(known - 1)) & (table.length - 1);
    },
    (entry, slot) => {
      table[slot] = old[entry] ?? 0;
    },
  );
  store.table = table;
}

/** 32 bits of a text's stems. */
function hashText(chunk: Uint32Array, at: number): number {
  let mixed = 0;
  for (let index = at, token = 0; (token & LAST) === 0; index++) {
    token = chunk[index] ?? LAST;
    mixed = Math.imul(mixed ^ (token >>> BITS), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return mixed >>> 0;
}

/** Whether two texts have the same stems. If so, the first gets every FOLLOWS of the second. */
function uniteTexts(chunk: Uint32Array, at: number, others: Uint32Array, otherAt: number): boolean {
  for (let index = 0, token = 0; (token & LAST) === 0; index++) {
    token = chunk[at + index] ?? LAST;
    if (((token ^ (others[otherAt + index] ?? 0)) & ~FOLLOWS) !== 0) return false;
  }
  for (let index = 0, token = 0; (token & LAST) === 0; index++) {
    token = (chunk[at + index] ?? LAST) | ((others[otherAt + index] ?? 0) & FOLLOWS);
    chunk[at + index] = token;
  }
  return true;
}
