/** Where reading can go on in a file's content, once unpacked. */
export interface Position {
  /** Bytes before it. */
  readonly offset: number;
  /** The line it stands in, counted from 1. */
  readonly line: number;
  readonly format: Format;
}

/**
 * What is read from a position on: records by the line; JSON values one after another; or the elements of a
 * list that has begun before it.
 */
export type Format = "lines" | "values" | "list";

export interface ScannedRecord {
  /** In UTF-8. */
  readonly bytes: Uint8Array;
  /** The line it begins in. */
  readonly line: number;
  /** Where the next record is looked for. */
  readonly next: Position;
}

/** Finds the records in a content that comes in chunks; blanks between them are none. */
export interface Scanner {
  /** The records that end in this chunk. */
  push(chunk: Buffer): ScannedRecord[];
  /** The record that ends with the content, if there is one. */
  end(): ScannedRecord[];
}
