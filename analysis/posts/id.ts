/** The largest PostgreSQL bigint. X's ids fit into it. */
const MAX_ID = "9223372036854775807";
const ZERO = 0x30;
const NINE = 0x39;

/**
 * The canonical form of an id (decimal digits, no leading zero, 1 to 2^63 - 1), or null if `value` is not an id: ids
 * are strings of 1 to 19 digits. A number is accepted only if JSON can hold it exactly.
 */
export function parseId(value: unknown): string | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  if (typeof value !== "string" || value.length > MAX_ID.length) return null;
  let start = 0;
  while (value.charCodeAt(start) === ZERO) start++;
  if (start === value.length) return null;
  for (let index = start; index < value.length; index++) {
    const unit = value.charCodeAt(index);
    if (unit < ZERO || unit > NINE) return null;
  }
  if (start > 0) return value.slice(start);
  return value.length === MAX_ID.length && value > MAX_ID ? null : value;
}

/** Tells which of two versions of the same post is newer. */
export interface Version {
  /** The id of this version, in canonical digits. */
  readonly version: string;
  /** The number of versions in its history, including this one. */
  readonly versions: number;
}

/**
 * Whether `candidate` replaces `current`, both being versions of the same post: the longest history wins,
 * then the numerically highest id. An equal version replaces nothing.
 */
export function isNewer(candidate: Version, current: Version): boolean {
  if (candidate.versions !== current.versions) return candidate.versions > current.versions;
  return compareIds(candidate.version, current.version) > 0;
}

/** Orders canonical ids (decimal digits without leading zeros) as numbers: negative, zero or positive. */
export function compareIds(left: string, right: string): number {
  if (left.length !== right.length) return left.length - right.length;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
