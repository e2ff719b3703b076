/** Where a record was read: the file as its owner knows it, and the line in it, counted from 1. */
export interface Origin {
  /** The name of the raw page, within its run, that holds the record. */
  readonly page: string;
  readonly file: string;
  readonly line: number;
}

/** Degrees, WGS 84. */
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

/** A post that was understood, whatever the shape it came in. */
export interface Post {
  /** The key: the first id of its edit history, or its own id. Decimal digits, no leading zero. */
  readonly id: string;
  /** The id of this version of the post; equals `id` where it was never edited. */
  readonly version: string;
  /** How many versions its history lists, this one included: 1 where it was never edited. */
  readonly versions: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  /** As written; no NUL, no lone surrogate, 25,000 characters at most. */
  readonly text: string;
  readonly language: string | null;
  /** Decimal digits. */
  readonly author: string | null;
  /** The exact point, where the post has one; a place's bounding box is not a point. */
  readonly point: Point | null;
  readonly origin: Origin;
}

/** A record that cannot be used. */
export interface Rejection {
  /** Stable and without the record's own values, so that equal reasons can be counted. */
  readonly reason: string;
  /** The text that was read (of a page, the element alone), 2,000 characters of it at most; no NUL in it. */
  readonly record: string;
  readonly origin: Origin;
}
