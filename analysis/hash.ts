/** The hash of Fowler, Noll and Vo (FNV-1a, 32 bits), over UTF-16 units: HASH_SEED, then hashUnit for each. */
export const HASH_SEED = 0x811c9dc5 | 0;

export const hashUnit = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

/** The hash of `text.slice(start, end)`. */
export function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_SEED;
  for (let index = start; index < end; index++) hash = hashUnit(hash, text.charCodeAt(index));
  return hash;
}

/** Where a hash belongs in so many slots, a power of two: its lower bits alone are not mixed well. */
export const slotOf = (hash: number, slots: number): number => (hash ^ (hash >>> 15)) & (slots - 1);
