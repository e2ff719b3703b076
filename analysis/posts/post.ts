/** Where a record comes from: the file under the name that its owner knows, and the line, counted from 1. */
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

/** An accepted post, independent of its original format. */
export interface Post {
  /** The key: the first id of its edit history, or its own id. Decimal digits, no leading zero. */
  readonly id: string;
  /** The id of this version. It equals `id` if the post was never edited. */
  readonly version: string;
  /** The number of versions in its history, including this one: 1 if it was never edited. */
  readonly versions: number;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  /** The original text: no NUL, no lone surrogate, 25,000 characters at most. */
  readonly text: string;
  readonly language: string | null;
  /** Decimal digits. */
  readonly author: string | null;
  /** The exact point, or null. The bounding box of a place is not a point. */
  readonly point: Point | null;
  readonly origin: Origin;
}

/** A record that cannot be used. */
export interface Rejection {
  /** Stable, and without values of the record, so that equal reasons can be counted. */
  readonly reason: string;
  /** The text (for a page, only that of the element), 2,000 characters at most, without NUL. */
  readonly record: string;
  readonly origin: Origin;
}

/** Why a record is rejected. The texts must not change, because equal reasons are counted across runs. */
export const REASONS = {
  notJson: "not JSON",
  notObject: "not a JSON object",
  noPost: "neither a post nor a page of posts",
  problem: "a problem that the API reported instead of posts",
  noId: "no id",
  badId: "an id that is none",
  badHistory: "an edit history that is no list of ids",
  foreignHistory: "an edit history without the post itself",
  noText: "no text",
  longText: "a text of more than 25,000 characters",
  nul: "a NUL character in the text",
  loneSurrogate: "a lone surrogate in the text",
  noDate: "no date",
  badDate: "a date that is none",
  badCoordinates: "coordinates that are not two numbers",
  badLongitude: "a longitude outside -180 to 180",
  badLatitude: "a latitude outside -90 to 90",
} as const;

export type Reason = (typeof REASONS)[keyof typeof REASONS];
