import type { RunInput } from "../functions/neighbourhood/run.ts";
import type { Database, ObjectStore, PostSource } from "../functions/ports.ts";
import type { CommandLookup } from "./emr/command-lookup.ts";
import type { StateEvent } from "./engine/execution.ts";
import type { RunningPostgres } from "./postgres/server.ts";

export interface RunOptions {
  /** The folder that holds everything the twin keeps. */
  readonly home: string;
  readonly input: RunInput;
  readonly source: PostSource;
  /** Makes the analysis again, though it may be there already. */
  readonly analyseAnew?: boolean;
  /** The CSV that `pulumi up` would upload. */
  readonly stationsFile: Uint8Array;
  readonly maximumRejectedShare: number;
  readonly minimumPosts: number;
  readonly emrCommands: CommandLookup;
  /** What the commands find in their environment. */
  readonly emrEnvironment: Readonly<Record<string, string | undefined>>;
  /** Tells the run's id as soon as it is known. */
  onStart?(runId: string): void;
  onEvent?(event: StateEvent): void;
  onProgress?(done: number, total: number | null, unit: string): void;
  /** Ends the run as a stopped execution in AWS ends. */
  readonly signal?: AbortSignal;
  /** What is written beside every row; a hash of the sources where it is left out. */
  readonly codeVersion?: string;
  /** Shortens waits and the pauses before retries, for tests. */
  readonly pauseMilliseconds?: number;
  /** The server of the home's database; startPostgres where it is left out. */
  readonly startDatabase?: (home: string) => Promise<RunningPostgres>;
  /** Bytes of raw pages that are analysed at a time; tests make it smaller. */
  readonly bytesInBucket?: number | undefined;
  /** Stands between the handlers and what they touch, for tests. */
  wrap?(adapters: Adapters): Adapters;
}

export interface Adapters {
  readonly store: ObjectStore;
  readonly database: Database;
  migrate(): Promise<void>;
}
