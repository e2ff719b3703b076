/** What says which of two versions of the same post is the newer one. */
export interface Version {
  /** The id of this version, in canonical digits. */
  readonly version: string;
  /** How many versions its history lists, this one included. */
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
