import type { PostSelection } from "../analysis/analyse-page.ts";
import type { Coverage } from "./posts/coverage.ts";

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

/** Where a source goes on; opaque to everybody else, and small: it travels in the state machine's state. */
export type Cursor = Json;

/** What a source is asked for, and by which run. */
export interface PostRequest extends PostSelection {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly scheduledTime: string;
}

/**
 * What a source yields. A page is stored, under `station` and `name`, before the next one is asked for;
 * asking again from the same cursor gives the same page under the same name. After a wait the source ends:
 * it is asked again from `cursor` when `resumeAt` (ISO 8601, UTC) has come. A source that asks for a window
 * says at its end what it got of it.
 */
export type SourceEvent =
  | {
      readonly kind: "page";
      /** The slug of the station that was asked for, or `replay`. */
      readonly station: string;
      /** Unique within the station, and in ascending order: `00000`, `00001`, … */
      readonly name: string;
      /** The page as it is stored: packRawPages (functions/posts/raw-lines.ts) of what the source gave. */
      readonly body: Uint8Array;
      /** How many records it holds, before any of them is understood. */
      readonly records: number;
      /** How many posts the source says that they are; left out where a record is a post, as far as it knows. */
      readonly posts?: number;
      readonly cursor: Cursor;
      /** How much of the source has been read with it, in bytes; left out where the source cannot know. */
      readonly read?: { readonly bytes: number; readonly of: number };
    }
  | { readonly kind: "wait"; readonly resumeAt: string; readonly cursor: Cursor }
  | { readonly kind: "end"; readonly coverage: Coverage };

export type PageEvent = Extract<SourceEvent, { kind: "page" }>;

export interface PostSource {
  /** What people call it: a file's or a folder's name, `X API`. */
  readonly name: string;
  /** Differs where another set of posts stands behind the same run id; null where that cannot be said. */
  fingerprint(): Promise<string | null>;
  /** From the beginning where `cursor` is null. Ends when there is nothing more. */
  pages(request: PostRequest, cursor: Cursor | null): AsyncIterable<SourceEvent>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds until this invocation must return; a handler stops starting work in time. */
  remaining(): number;
}

/** How a handler tells a person what it is doing. Counts only; it must never be needed for the result. */
export type Progress = (done: number, total: number | null, unit: string) => void;

/** The EMR clusters of the account, whoever they belong to. The clean-up tells by the tags which are its own. */
export interface Clusters {
  /** Those that start, run or wait. One that was started just now may be missing. */
  open(): Promise<{ readonly id: string; readonly since: Date }[]>;
  tagsOf(id: string): Promise<ReadonlyMap<string, string>>;
  /** Asks EMR to end the cluster, and does not wait for its end. One that ends or has ended is no error. */
  terminate(id: string): Promise<void>;
}

/** The logs of the clusters' steps, which lie in `<cluster>/steps/<step>/` under the clusters' LogUri. */
export interface StepLogs {
  readonly logUri: string;
  /** The last lines of a step's stderr; undefined where it is not there, or not yet. Throws where it cannot be read. */
  tail(clusterId: string, stepId: string): Promise<string | undefined>;
}

/** How an execution of a state machine is doing. */
export interface ExecutionState {
  /** RUNNING too where it waits for its redrive. */
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** When it was started, or redriven since. */
  readonly since: Date;
  /** Why it ended; left out where Step Functions does not say. */
  readonly error?: string;
  readonly cause?: string;
}

export interface Executions {
  /** Undefined for an execution that Step Functions does not know. The answer may be some seconds old. */
  find(arn: string): Promise<ExecutionState | undefined>;
}

/** How an execution ended, in the words of DescribeExecution, or UNKNOWN where Step Functions has forgotten it. */
export interface ExecutionEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED" | "UNKNOWN";
  readonly error?: string | null | undefined;
  readonly cause?: string | null | undefined;
}

/** What the database has on record about runs. In AWS it stands behind a function inside the database's network. */
export interface RunRecords {
  /**
   * The ARNs of the executions whose runs have no recorded end, and when a run of each pipeline last succeeded: if none
   * ever did, when its first run began. A pipeline without runs is not in it.
   */
  state(): Promise<{
    readonly running: readonly string[];
    readonly lastSuccess: Readonly<Record<string, Date>>;
  }>;
  /** Records the end of an execution where its own states did not; see recordEnd (functions/runs/run-records.ts). */
  recordEnd(execution: string, end: ExecutionEnd): Promise<void>;
}
