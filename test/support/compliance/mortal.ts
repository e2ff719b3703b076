import type { Database, ObjectStore, Queries, Transaction } from "../../../functions/ports.ts";
import type { Adapters } from "../../../local/pipeline.ts";

/** Adapters of a process that dies: one call does its work and nobody hears of it, and no later one does anything. */
export interface Mortal {
  readonly adapters: Adapters;
  /** The calls that changed something. */
  readonly calls: readonly string[];
  hasDied(): boolean;
}

/** @param diesAfter the number of the call, from 0; null to live and count. */
export function mortal({ store, database, migrate }: Adapters, diesAfter: number | null): Mortal {
  const calls: string[] = [];
  let isDead = false;
  async function alive<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isDead) throw new Error("This process is dead.");
    return await work();
  }
  const changing = <Result>(label: string, work: () => Promise<Result>): Promise<Result> =>
    alive(async () => {
      const isLast = calls.push(label) - 1 === diesAfter;
      const result = await work();
      if (isLast) isDead = true;
      return alive(async () => result);
    });
  const queries = (on: Queries): Queries => ({
    query: (statement, values) =>
      /^\s*(select|with)/.test(statement)
        ? alive(() => on.query(statement, values))
        : changing(statement.trim().slice(0, 60), () => on.query(statement, values)),
  });
  // To die inside of one is to have died before it: nothing of it stays.
  const inTransaction = (transaction: Transaction): Transaction => ({
    query: (statement, values) => alive(() => transaction.query(statement, values)),
    copy: (table, columns, rows) => alive(() => transaction.copy(table, columns, rows)),
  });
  const mortalStore: ObjectStore = {
    read: (key) => alive(() => store.read(key)),
    list: (prefix) => alive(() => store.list(prefix)),
    write: (key, body) => changing(`write ${key}`, () => store.write(key, body)),
    remove: (keys) =>
      keys.length === 0 ? Promise.resolve() : changing(`remove ${keys[0]}`, () => store.remove(keys)),
  };
  const mortalDatabase: Database = {
    ...queries(database),
    transaction: (work) =>
      changing("commit", () => database.transaction((transaction) => work(inTransaction(transaction)))),
  };
  const adapters = {
    store: mortalStore,
    database: mortalDatabase,
    migrate: () => changing("migrate", migrate),
  };
  return { adapters, calls, hasDied: () => isDead };
}
