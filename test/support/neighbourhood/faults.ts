import type { Database, ObjectStore, Queries, Transaction } from "../../../functions/ports.ts";

/** What a stopped process looks like from the inside: the call, and every later one, never comes to anything. */
class Stopped extends Error {
  override readonly name = "Stopped";
}

/** Counts the calls that change something and stops at one of them. */
export interface Fault {
  readonly calls: readonly string[];
  around<Result>(label: string, work: () => Promise<Result>): Promise<Result>;
}

/** Stops when call number `stopAt`, counted from 0, has done its work and nobody has heard of it yet. */
function fault(stopAt: number): Fault {
  const calls: string[] = [];
  return {
    calls,
    async around(label, work) {
      const isNow = calls.push(label) - 1 === stopAt;
      const result = await work();
      if (isNow) throw new Stopped(label);
      return result;
    },
  };
}

export const faultyStore = (store: ObjectStore, { around }: Fault): ObjectStore => ({
  read: store.read,
  list: store.list,
  write: (key, body) => around(`write ${key}`, () => store.write(key, body)),
  remove: (keys) => around(`remove ${keys.join(" ")}`, () => store.remove(keys)),
});

export function faultyDatabase(database: Database, fault: Fault): Database {
  const faulty = (queries: Queries): Queries => ({
    query: (statement, values) =>
      fault.around(statement.trim().slice(0, 40), () => queries.query(statement, values)),
  });
  const faultyTransaction = (transaction: Transaction): Transaction => ({
    ...faulty(transaction),
    copy: (table, columns, rows) =>
      fault.around(`copy ${table}`, () => transaction.copy(table, columns, rows)),
  });
  return {
    ...faulty(database),
    transaction: (work) =>
      fault.around("commit", () =>
        database.transaction((transaction) => work(faultyTransaction(transaction))),
      ),
  };
}

/**
 * Makes an attempt for each call that it makes, stopped behind that call, which is also before the next one,
 * and checks what comes of it; ends with the attempt that nothing stops. Returns the number of stops.
 */
export async function stopEverywhere(
  attempt: (fault: Fault) => Promise<void>,
  check: (where: string) => Promise<void>,
): Promise<number> {
  for (let call = 0; ; call++) {
    const planned = fault(call);
    const error: unknown = await attempt(planned).then(
      () => null,
      (caught: unknown) => caught,
    );
    if (error === null) return call;
    if (!(error instanceof Stopped)) throw error;
    await check(`after ${planned.calls[call]}`);
  }
}
