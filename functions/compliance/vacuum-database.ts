import { DatabaseUnavailable } from "../errors.ts";
import type { Queries } from "../ports.ts";
import { hasLeases } from "../runs/lease.ts";

export interface VacuumDatabasePorts {
  /** Sessions with a `lock_timeout`, lest a long query of a reader make all others wait behind this one. */
  readonly database: Queries;
}

/** What holds the words of posts: the posts, the topics, messages that quote a record. */
const TABLES = ["citypulse.posts", "citypulse.topics", "citypulse.runs"];

/**
 * Rewrites the tables, so that their files hold no deleted rows any more. A plain VACUUM is not enough: it frees the
 * space for new rows, and the old bytes stay until new rows overwrite them. A VACUUM FULL keeps deleted rows too while a
 * session can still see them, so this function first checks that no session can. ANALYZE keeps no values of these
 * columns (migration 004). The write-ahead log (WAL) and backups keep what they hold: docs/deletions.md.
 *
 * Throws DatabaseUnavailable if sessions can still see the rows, or hold a table; the next attempt comes later.
 */
export async function vacuumDatabase(
  _state: unknown,
  { database }: VacuumDatabasePorts,
): Promise<{ readonly tables: number }> {
  if (!(await hasLeases(database))) return { tables: 0 };
  await refuseOldSnapshots(database);
  for (const table of TABLES) await rewrite(database, table);
  return { tables: TABLES.length };
}

/** What keeps rows that were deleted just now: sessions, prepared transactions, replication slots. */
const OLD_SNAPSHOTS = `
  with now as (select age($1::xid8::xid) as age)
  select 'session ' || pid || ' (' || concat_ws(', ', usename, application_name, state) || ')' as holder
  from pg_stat_activity, now
  where pid <> pg_backend_pid() and coalesce(datname, current_database()) = current_database()
    and greatest(age(backend_xid), age(backend_xmin)) > now.age
  union all
  select 'prepared transaction ' || gid from pg_prepared_xacts, now
  where database = current_database() and age(transaction) > now.age
  union all
  select 'replication slot ' || slot_name from pg_replication_slots, now
  where age(xmin) > now.age
  order by 1`;

async function refuseOldSnapshots(database: Queries): Promise<void> {
  const [now] = await database.query<{ xid: string }>("select pg_current_xact_id()::text as xid");
  const held = await database.query<{ holder: string }>(OLD_SNAPSHOTS, [now?.xid]);
  if (held.length === 0) return;
  throw new DatabaseUnavailable(
    `Rows that were removed are still seen, so they cannot leave the database's files: ` +
      `${held.map(({ holder }) => holder).join("; ")}.`,
    { hint: "Let it end, or end it with pg_terminate_backend, and start the check again." },
  );
}

const LOCK_NOT_AVAILABLE = "55P03";

async function rewrite(database: Queries, table: string): Promise<void> {
  try {
    await database.query(`vacuum (full) ${table}`);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== LOCK_NOT_AVAILABLE) throw error;
    throw new DatabaseUnavailable(`The table ${table} is in use, so it cannot be rewritten.`, {
      hint: "Let the sessions that use it end, and start the check again.",
      cause: error,
    });
  }
}
