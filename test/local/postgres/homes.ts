import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach } from "vitest";
import { findPostmaster, type Postmaster } from "../../../local/postgres/postmaster-file.ts";
import { type RunningPostgres, startPostgres } from "../../../local/postgres/server.ts";

export interface Homes {
  /** The path of a home that is not there yet. */
  fresh(): Promise<string>;
  /** A home with a database and no server; maybe one that an earlier test used. */
  initialised(): Promise<string>;
}

/** To be called at the top of a test file: homes without a server after each test, and gone after the last. */
export function temporaryHomes(): Homes {
  const folders: string[] = [];
  const free: string[] = [];
  const used: string[] = [];
  const fresh = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "citypulse-home-"));
    folders.push(folder);
    // As an ordinary folder is, so that a server of another user needs no special means to enter it.
    await chmod(folder, 0o755);
    return join(folder, "home");
  };
  afterEach(async () => {
    await Promise.all(folders.map((folder) => endServer(join(folder, "home"))));
    free.push(...used.splice(0));
  });
  afterAll(async () => {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, maxRetries: 10 })));
  });
  return {
    fresh,
    initialised: async () => {
      let home = free.pop();
      if (home === undefined) {
        home = await fresh();
        await (await startPostgres(home)).stop();
      }
      used.push(home);
      return home;
    },
  };
}

/** Only a failed test leaves a server. */
async function endServer(home: string): Promise<void> {
  const postmaster = await serverOf(home);
  if (postmaster !== undefined) process.kill(postmaster.pid, "SIGQUIT");
}

export const dataOf = (home: string): string => join(home, "postgres/data");
export const serverOf = (home: string): Promise<Postmaster | undefined> => findPostmaster(dataOf(home));

/** One statement on a connection of its own. */
export async function ask(connection: RunningPostgres["connection"], statement: string): Promise<unknown> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query({ text: statement, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

export interface Holder {
  readonly process: ChildProcess;
  /** The server's port, as soon as the process uses it. */
  port(): Promise<number>;
  /** Lets it leave the server; returns its exit code. */
  leave(): Promise<unknown>;
  /** SIGKILL; nothing is left of the process when this returns. */
  kill(): Promise<void>;
}

/** Another process that uses the home's server, in a process group of its own. */
export function hold(home: string): Holder {
  const script = fileURLToPath(new URL("hold.ts", import.meta.url));
  const child = spawn(process.execPath, [script, home], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  const ended = once(child, "exit");
  const line = Promise.race([once(child.stdout, "data"), ended]);
  return {
    process: child,
    port: async () => Number(String((await line)[0]).trim()),
    leave: async () => {
      await line;
      child.stdin.end();
      return (await ended)[0];
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
