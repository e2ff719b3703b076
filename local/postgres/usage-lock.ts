import { Socket } from "node:net";
import pg from "pg";
import { isConnectionFailure } from "../../functions/adapters/database/postgres-errors.ts";

export interface Connection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A process's use of a server. The server is not shut down before it ends. */
export interface Usage {
  /** Ends the use; runs `whenLast` where no other process uses the server, and keeps new users out meanwhile. */
  leave(whenLast: () => Promise<void>): Promise<void>;
}

/** Each user holds this lock, shared; who gets it exclusively is the last one. Advisory locks have numbers. */
const SERVER_IN_USE = 4_329_001;

/** Advisory locks belong to a database. No one works in this one, so the number cannot collide with another. */
const LOCKS = "postgres";

/**
 * Begins to use the server behind `connection`.
 *
 * @returns undefined where the server cannot be reached now or is about to be shut down.
 */
export async function enter(connection: Connection): Promise<Usage | undefined> {
  const socket = new Socket();
  const client = new pg.Client({
    ...connection,
    database: LOCKS,
    application_name: "citypulse usage",
    connectionTimeoutMillis: 5000,
    stream: () => socket,
  });
  // Where the connection is lost the lock is lost with it; `leave` finds out.
  client.on("error", () => {});
  const granted = async (call: string): Promise<boolean> => {
    const answer = await client.query<{ granted: boolean }>(`SELECT ${call}(${SERVER_IN_USE}) AS granted`);
    return answer.rows[0]?.granted === true;
  };
  try {
    await client.connect();
    if (!(await granted("pg_try_advisory_lock_shared"))) {
      await client.end();
      return undefined;
    }
  } catch (error) {
    await client.end();
    if (isConnectionFailure(error)) return undefined;
    throw error;
  }
  // A process that forgets to leave may end all the same.
  socket.unref();
  return {
    leave: async (whenLast) => {
      socket.ref();
      try {
        await granted("pg_advisory_unlock_shared");
        // Two who leave at once may both have let go: only one of them gets it now.
        if (await granted("pg_try_advisory_lock")) await whenLast();
      } catch (error) {
        if (!isConnectionFailure(error)) throw error;
      } finally {
        await client.end();
      }
    },
  };
}
