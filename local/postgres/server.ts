import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { withFileLock } from "../../functions/adapters/store/file-lock.ts";
import { DatabaseUnavailable } from "../../functions/errors.ts";
import { serverFailure } from "./failure.ts";
import { DATABASE, initialise, SUPERUSER } from "./initialise.ts";
import { launch, type Settings } from "./launch.ts";
import { type Places, passwordNotUsable, preparePlaces, readPassword } from "./places.ts";
import { findPostmaster, isGone, type Postmaster, removeStaleLockFile } from "./postmaster-file.ts";
import { findPrograms, type Programs } from "./programs.ts";
import { type Connection, enter, type Usage } from "./usage-lock.ts";
import { serverUser } from "./user.ts";

export interface RunningPostgres {
  readonly connection: Connection;
  /** Ends this use of the server, and the server with its last user. A second call changes nothing. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** How long a start or a stop may take, in milliseconds; after a crash PostgreSQL repeats its log first. */
  readonly patienceMs?: number;
  /** For the server, where it is this call that starts it. */
  readonly settings?: Settings;
  readonly programs?: Programs;
}

/** What a server says before it ends that another attempt may overcome. */
const PASSING = /Address already in use|lock file ".*" already exists|shared memory block .* is still in use/;

/**
 * The PostgreSQL server of a home, which all processes that use the home share: starts it where it does not
 * run, and makes its database first where there is none.
 *
 * @param home a folder; the database's files lie in `<home>/postgres`.
 * @throws InvalidInput where the folder, the user or the machine will not do; DatabaseUnavailable, with what
 * the server said last, where it does not start.
 */
export async function startPostgres(home: string, options: PostgresOptions = {}): Promise<RunningPostgres> {
  const patienceMs = options.patienceMs ?? 60_000;
  const places = await preparePlaces(home);
  const { usage, postmaster, connection } = await withFileLock(
    places.startLock,
    { patienceMs, tooLong: (seconds) => startedElsewhere(places, seconds) },
    () => join(places, options, patienceMs),
  );
  let stopped: Promise<void> | undefined;
  return {
    connection,
    stop: () => {
      stopped ??= usage.leave(() => shutDown(postmaster, places.data, patienceMs));
      return stopped;
    },
  };
}

const startedElsewhere = (places: Places, seconds: number): DatabaseUnavailable =>
  new DatabaseUnavailable(
    `Another process has been starting the database for ${seconds} s (lock: ${places.startLock}).`,
    { hint: "Wait for it, or end it, and start again." },
  );

interface Joined {
  readonly usage: Usage;
  readonly postmaster: Postmaster;
  readonly connection: Connection;
}

/** Waits for a server that starts or ends, launches one where there is none, and begins to use it. */
async function join(places: Places, options: PostgresOptions, patienceMs: number): Promise<Joined> {
  const deadline = Date.now() + patienceMs;
  let hasEnded: (() => boolean) | undefined;
  let lastWords = "";
  for (;;) {
    const postmaster = await findPostmaster(places.data);
    if (postmaster?.ready) {
      const connection = await connectionTo(postmaster, places);
      const usage = await enter(connection).catch((error: unknown) => {
        throw passwordRefused(error) ? passwordNotUsable(places, error) : error;
      });
      if (usage !== undefined) return { usage, postmaster, connection };
    } else if (postmaster === undefined && hasEnded?.() !== false) {
      if (hasEnded !== undefined) lastWords = await passingFailure(places);
      hasEnded = await startServer(places, options);
    }
    if (Date.now() > deadline) {
      const said = lastWords || (await readFile(places.log, "utf8").catch(() => ""));
      throw await serverFailure(`The database in ${places.data} is not ready`, said, places.folder);
    }
    await sleep(10);
  }
}

async function connectionTo({ port }: Postmaster, places: Places): Promise<Connection> {
  const password = await readPassword(places);
  return { host: "127.0.0.1", port, user: SUPERUSER, password, database: DATABASE };
}

const passwordRefused = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "28P01";

/** What a server said that ended, if another attempt may help; else it is thrown. */
async function passingFailure(places: Places): Promise<string> {
  const said = await readFile(places.log, "utf8");
  if (PASSING.test(said)) return said;
  throw await serverFailure(`The database in ${places.data} does not start`, said, places.folder);
}

async function startServer(places: Places, options: PostgresOptions): Promise<() => boolean> {
  const initialised = await stat(places.data).catch(() => undefined);
  // Before anything is touched: a data folder without a password was not made here.
  if (initialised !== undefined) await readPassword(places);
  const programs = options.programs ?? (await findPrograms(process.platform, process.arch));
  const user = await serverUser(places.folder, places.data, programs.postgres);
  if (initialised === undefined) await initialise(places, programs, user);
  await removeStaleLockFile(places.data);
  return await launch(places, programs, user, options.settings ?? {});
}

async function shutDown(postmaster: Postmaster, data: string, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  // A fast shutdown: sessions are ended, everything is written.
  if (!(await isGone(postmaster, data))) process.kill(postmaster.pid, "SIGINT");
  while (!(await isGone(postmaster, data))) {
    if (Date.now() > deadline) {
      throw new DatabaseUnavailable(`The database in ${data} has not ended in ${patienceMs / 1000} s.`, {
        hint: "It may still be writing: wait before you start again.",
      });
    }
    await sleep(10);
  }
}
