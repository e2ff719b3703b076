/** How much is taken at once; tests make it smaller. */
export interface Limits {
  /** Records in one raw line. */
  readonly recordsInLine: number;
  /** Records in one page. */
  readonly recordsInPage: number;
  /** Bytes of records after which a raw line, or a page, ends early. */
  readonly bytesInLine: number;
  readonly bytesInPage: number;
  /** Bytes after which a record is no longer read but cut. */
  readonly bytesInRecord: number;
}

export const LIMITS: Limits = {
  // X answers at most 100 posts a page, so a line of a replay is about what a line of the API is.
  recordsInLine: 100,
  // Some 4 MB: few enough objects for a big file, and seldom more than a second's work lost by a kill.
  recordsInPage: 10_000,
  // A record may itself be a page of posts: then the sizes bound the memory, and not the numbers.
  bytesInLine: 1_000_000,
  bytesInPage: 8_000_000,
  // A hundred times the largest page X sends; whatever is longer is not made of posts.
  bytesInRecord: 16_000_000,
};
