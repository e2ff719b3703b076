/** A seeded source of choices: the same seed gives the same ones, on any machine. */
export interface Random {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item;
  /** `least` to `most` things, as `make` makes them. */
  several<Item>(least: number, most: number, make: () => Item): Item[];
}

/** Mulberry32, by Tommy Ettinger: 32 bits of state, and good enough to choose words. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const index = below(items.length);
      const item = items[index];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
    several: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make),
  };
}
