/**
 * The few things a handler may touch. A handler gets them as arguments, so that the same code runs on a
 * folder and an embedded database, and on S3 and RDS.
 */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Objects under keys, as in S3. Keys use `/` and are ordered by their UTF-8 bytes. */
export interface ObjectStore {
  /** The whole object, or undefined where there is none. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Replaces the whole object at once: a reader sees the old bytes or the new, never a part of them. */
  write(key: string, body: Uint8Array): Promise<void>;
  /** All keys that begin with `prefix`, in ascending order. */
  list(prefix: string): Promise<string[]>;
  /** Removes the objects; one that is not there is no error. */
  remove(keys: readonly string[]): Promise<void>;
}

/** An object, and the tag that another version of it would not have. */
export interface TaggedObject {
  readonly body: Uint8Array;
  readonly etag: string;
}

/** A store in which an object can be changed by several at a time, without one undoing what another wrote. */
export interface ConditionalStore extends ObjectStore {
  /** The whole object with its tag, or undefined where there is none. */
  readTagged(key: string): Promise<TaggedObject | undefined>;
  /**
   * Writes as `write`, but only where the object still has this tag, or, for null, where there is none. Returns the
   * new tag; null where the object is another one by now, and then nothing is written. Only writes of this kind
   * exclude one another.
   */
  writeIf(key: string, body: Uint8Array, etag: string | null): Promise<string | null>;
}

/** The versions that a store keeps of objects which were written again or removed. */
export interface ObjectVersions {
  /**
   * Removes all of them under the prefix, and the markers of objects that are gone; what is current stays.
   * @param hasTime asked between two requests; where it says no, the rest is another call's.
   * @returns whether nothing is left.
   */
  purge(prefix: string, hasTime: () => boolean): Promise<boolean>;
}

/** What runs SQL: the database, or one transaction in it. `Row` is what the caller knows its statement returns. */
export interface Queries {
  /** One statement with `$1`-style values. Throws DatabaseUnavailable where the connection failed. */
  query<Row>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queries {
  /** Streams rows into `COPY <table> (<columns>) FROM STDIN`; returns the number of rows. Throws RangeError. */
  copy(table: string, columns: readonly string[], rows: Iterable<readonly CopyValue[]>): Promise<number>;
}

export type CopyValue = string | number | bigint | boolean | Date | null;

export interface Database extends Queries {
  /** Runs `work` in one transaction: all of it or, where it throws, none of it. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds until this invocation must return; a handler stops starting work in time. */
  remaining(): number;
}

/** How a handler tells a person what it is doing. Counts only; it must never be needed for the result. */
export type Progress = (done: number, total: number | null, unit: string) => void;
