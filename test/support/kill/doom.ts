import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database, ObjectStore, Transaction } from "../../../functions/ports.ts";
import type { Adapters } from "../../../local/pipeline.ts";

/** Counts the moments at which a process can die, and lets it die at one of them. */
export interface Doom {
  readonly moments: readonly string[];
  /** A moment between two lines. */
  pass(label: string): void;
  /** A moment while `work` is under way: begun, and not awaited. */
  during<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
}

/** `killAt` is the number of the moment, from 0; null to live and count. */
export function doom(killAt: number | null): Doom {
  const moments: string[] = [];
  const isNow = (label: string): boolean => moments.push(label) - 1 === killAt;
  return {
    moments,
    pass: (label) => {
      if (isNow(label)) die();
    },
    during: async (label, work) => {
      if (!isNow(label)) return work();
      const begun = work();
      // Far enough for the first bytes to be on their way, not for the answer to be there.
      await nextTurn();
      die();
      return begun;
    },
  };
}

function die(): void {
  process.kill(process.pid, "SIGKILL");
}

/** Every write of an object, every statement, every copied row half way, every commit may be the last. */
export function doomed({ store, database, migrate }: Adapters, fate: Doom): Adapters {
  return {
    store: doomedStore(store, fate),
    database: doomedDatabase(database, fate),
    migrate: () => watched(fate, "migrate", migrate),
  };
}

async function watched<Result>(fate: Doom, label: string, work: () => Promise<Result>): Promise<Result> {
  const result = await fate.during(`in the middle of ${label}`, work);
  fate.pass(`after ${label}`);
  return result;
}

const doomedStore = (store: ObjectStore, fate: Doom): ObjectStore => ({
  read: store.read,
  list: store.list,
  write: (key, body) => watched(fate, `writing ${key}`, () => store.write(key, body)),
  remove: (keys) =>
    keys.length === 0 ? Promise.resolve() : watched(fate, `removing ${keys[0]}`, () => store.remove(keys)),
});

function doomedDatabase(database: Database, fate: Doom): Database {
  const query: Database["query"] = (statement, values) =>
    isReading(statement)
      ? database.query(statement, values)
      : watched(fate, titleOf(statement), () => database.query(statement, values));
  return {
    query,
    transaction: (work) =>
      watched(fate, "a transaction's commit", () =>
        database.transaction((transaction) => work(doomedTransaction(transaction, fate))),
      ),
  };
}

/** How the label of a moment ends after which nothing stays, since the transaction has not been committed. */
export const IN_TRANSACTION = " in a transaction";

const doomedTransaction = (transaction: Transaction, fate: Doom): Transaction => ({
  query: (statement, values) =>
    watched(fate, `${titleOf(statement)}${IN_TRANSACTION}`, () => transaction.query(statement, values)),
  copy: (table, columns, rows) => {
    const all = [...rows];
    function* halfWay() {
      for (const [index, row] of all.entries()) {
        if (index === Math.floor(all.length / 2)) fate.pass(`half way through copying into ${table}`);
        yield row;
      }
    }
    return watched(fate, `copying into ${table}${IN_TRANSACTION}`, () =>
      transaction.copy(table, columns, halfWay()),
    );
  },
});

const isReading = (statement: string): boolean => /^\s*select/.test(statement);

const titleOf = (statement: string): string => statement.trim().replaceAll(/\s+/g, " ").slice(0, 60);
