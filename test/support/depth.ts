/**
 * How deep tests go. `npm test` tries a sample of what is too much to try every time; `npm run test:deep` tries all of it,
 * in the files that import this one.
 */
export const IS_DEEP = process.env.TEST_DEPTH === "deep";

/** What random choices begin with: the day, so that each day tries others, or SEED to repeat a day's. */
export const SEED = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));

/** How to repeat what a test has tried, for messages of failures. */
export const REPEAT = `Repeat it with SEED=${SEED}${IS_DEEP ? " TEST_DEPTH=deep" : ""}.`;

/** A number of things to try. */
export const depth = ({ usual, deep }: { readonly usual: number; readonly deep: number }): number =>
  IS_DEEP ? deep : usual;

/** All of the items, or at usual depth some of them, in their order: chosen by SEED and the items' number. */
export function sampled<Item>(items: readonly Item[], usual: number): readonly Item[] {
  if (IS_DEEP || items.length <= usual) return items;
  const ranks = items.map((_, index) => hash(SEED * 7919 + index * 104_729 + items.length));
  const chosen = new Set(
    [...ranks.keys()].sort((left, right) => rankOf(ranks, left) - rankOf(ranks, right)).slice(0, usual),
  );
  return items.filter((_, index) => chosen.has(index));
}

/** As `sampled`, with at least one item of each kind. */
export function sampledOfEach<Item>(
  items: readonly Item[],
  kindOf: (item: Item) => string,
  usual: number,
): readonly Item[] {
  if (IS_DEEP) return items;
  const ofEach = [...Map.groupBy(items, kindOf).values()].flatMap((some) => sampled(some, 1));
  const others = items.filter((item) => !ofEach.includes(item));
  const chosen = new Set([...ofEach, ...sampled(others, Math.max(0, usual - ofEach.length))]);
  return items.filter((item) => chosen.has(item));
}

const rankOf = (ranks: readonly number[], index: number): number => ranks[index] ?? 0;

/** Mixes the bits of a number: https://github.com/skeeto/hash-prospector */
function hash(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
