/** From `from` on, and before `to`, in seconds since 1970: X counts whole seconds in its windows. */
export type Interval = readonly [from: number, to: number];

/** The same times as few intervals, in ascending order. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const [from, to] of intervals.toSorted(([left], [right]) => left - right)) {
    if (from >= to) continue;
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

/** The parts of `interval` that are in none of `taken`, in ascending order. */
export function without(interval: Interval, taken: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let [from] = interval;
  for (const [start, end] of union(taken)) {
    if (end <= from) continue;
    if (start >= interval[1]) break;
    if (start > from) rest.push([from, start]);
    from = end;
  }
  if (from < interval[1]) rest.push([from, interval[1]]);
  return rest;
}

/** The seconds, as X's parameters and the manifest write them. */
export const isoTime = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** The millisecond from which X's ids count. */
const EPOCH = 1_288_834_974_657n;
/** Below the milliseconds an id says where it was made, and its place among those of the same millisecond. */
const TIME_SHIFT = 22n;

/** The lowest id of a post that was made at this time or later. */
export const firstIdOf = (seconds: number): bigint => (BigInt(seconds) * 1000n - EPOCH) << TIME_SHIFT;

/** The second, since 1970, in which the post of this id was made. */
export const secondOf = (id: string): number => Number(((BigInt(id) >> TIME_SHIFT) + EPOCH) / 1000n);
