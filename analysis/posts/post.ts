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

/** Why a record cannot be used. The texts are stable, since equal reasons are counted across runs. */
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
