import { METRICS } from "../../../functions/lambda/metrics.ts";

/**
 * What the cost follows from besides the configuration and functions/neighbourhood/engine-rates.json. The counts are those
 * of the stack's resources. All else is measured, or an allowance that says so: nothing has run in AWS yet.
 */

/** Resources that are paid for by their number. */
export const RESOURCES = {
  /** RDS' own of the database's owner, and the token of the X API. */
  secrets: 2,
  /** For the disks of clusters. */
  kmsKeys: 1,
  alarms: 4,
  /** Those that the functions write, of one stack. */
  metrics: Object.keys(METRICS).length,
  dashboards: 1,
  budgets: 1,
  /** On executions that ended, for the clean-up and for the notices, and the hourly sweep. */
  rules: 3,
} as const;

/** An hourly sweep looks for clusters and runs that an ended execution has left: one function asks another. */
export const SWEEPS_PER_MONTH = 730;
export const FUNCTIONS_PER_SWEEP = 2;

/** How often a check for deleted posts looks whether X has answered: an allowance. */
export const LOOKS_PER_CHECK = 10;

/** Each invocation, besides its work: an allowance for a cold start, which AWS charges, and for a few calls of services. */
export const START_SECONDS = 3;

/** A function works so long before it hands over to its next invocation: Lambda's limit, less the time kept to end a step. */
export const SLICE_SECONDS = 900 - 120;

/** The bundled stations file has so many, and each is asked for. */
export const STATIONS = 301;
/** X's documentation has 60 and 450 requests in 15 minutes: the smaller one makes more waits. */
export const REQUESTS_PER_WINDOW = 60;
/** An allowance for X's answer and the writes that go with it. */
export const SECONDS_PER_REQUEST = 1.5;

/** A thread works on each vCPU. So many were at work when functions/neighbourhood/engine-rates.json was measured, on as many processors. */
export const MEASURED_THREADS = 2;

/** The load and publication of a million posts, in seconds: docs/benchmarks.md, "The whole pipeline". */
export const LOAD_SECONDS_PER_MILLION = 7.9;
/** An allowance: a small class of RDS, over the network, is taken to be so many times slower than that PostgreSQL. */
export const RDS_SLOWER = 10;

/** What a run of the bundled sample stores for each of its posts, in bytes; stored-bytes.slow.test.ts measures it. */
export const STORED_BYTES_PER_POST = { raw: 73, analysis: 80, database: 560 } as const;
/** What it publishes, in bytes, whatever its number of posts. */
export const PUBLISHED_BYTES = 60_000;
/** An allowance: posts of X are longer than the sample's, and small pages are packed less well. */
export const LONGER_POSTS = 3;
/** Storage is that of a stack that has run for so long. */
export const MONTHS_STORED = 12;
/** Bundles of the functions, the jobs, and Node for both kinds of processors: an allowance, in GB. */
export const ARTIFACT_GIGABYTES = 0.3;

/** The states whose functions read a secret each time; the others sign in to the database by IAM. */
export const READING_SECRETS = ["PrepareDatabase", "ExtractPosts"];

/** For each page: itself, the progress, and what the source remembers before and after its request. */
export const WRITES_PER_PAGE = 4;
/** All other writes and listings of a run, and its other reads: an allowance. */
export const OTHER_WRITES = 200;
export const OTHER_READS = 1000;

/** Bytes of logs: an allowance, with the metrics. The state machine logs failures alone. */
export const LOG_BYTES_PER_INVOCATION = 4096;
