/** The millisecond from which X's ids count. */
const EPOCH = 1_288_834_974_657n;
/** Below the milliseconds an id says where it was made, and its place among those of the same millisecond. */
const TIME_SHIFT = 22n;

/** The lowest id of a post that was made at this time or later. */
export const firstIdOf = (seconds: number): bigint => (BigInt(seconds) * 1000n - EPOCH) << TIME_SHIFT;

/** The second, since 1970, in which the post of this id was made. */
export const secondOf = (id: string): number => Number(((BigInt(id) >> TIME_SHIFT) + EPOCH) / 1000n);
