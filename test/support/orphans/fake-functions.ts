import { z } from "zod";
import { closeNeighbourhoodRun } from "../../../functions/neighbourhood/close-run.ts";
import type { Clock, Database, Json, ObjectStore } from "../../../functions/ports.ts";
import { prepareDatabase } from "../../../functions/runs/prepare-database.ts";
import { recordFailure } from "../../../functions/runs/record-failure.ts";
import { type Faults, named, request, type World } from "./chance.ts";

const FAULTS: Faults = {
  refused: [
    [2, "Lambda.TooManyRequestsException"],
    [0.5, "AnalysisFailed"],
  ],
  done: [[2, "Lambda.ServiceException"]],
  unanswered: 0.5,
  slowSeconds: 60,
};

const Invoke = z.object({ Payload: z.json() });

const emptyStore: ObjectStore = {
  read: async () => undefined,
  write: async () => {},
  list: async () => [],
  remove: async () => {},
};

export const clockOf = ({ time }: World): Clock => ({
  now: () => new Date(time.now() * 1000),
  remaining: () => Number.POSITIVE_INFINITY,
});

/** The database in virtual time, which does not answer now and then: before a statement, or after it. */
export function unsteadyDatabase({ time, random }: World, database: Database, share = 0.02): Database {
  const { hold } = time;
  const unsteady = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const lost = random.next();
    if (lost < share / 2) throw named("DatabaseUnavailable");
    const result = await hold(work());
    if (lost < share) throw named("DatabaseUnavailable");
    return result;
  };
  return {
    query: (statement, values) => unsteady(() => database.query(statement, values)),
    transaction: (work) => unsteady(() => database.transaction(work)),
  };
}

/** What the state machine's functions do: the real ones where a run is opened, closed or recorded as failed. */
export function fakeFunctions(world: World, steady: Database) {
  const database = unsteadyDatabase(world, steady);
  const clock = clockOf(world);
  const handlers: Record<string, (event: Json) => Promise<unknown>> = {
    async PrepareDatabase(event) {
      // Many runs at once are what the lease is there to forbid: here each takes it from the one before.
      await world.time.hold(steady.query("delete from citypulse.lease"));
      return prepareDatabase(event, { database, clock, codeVersion: "1.0.0", migrate: async () => {} });
    },
    ExtractPosts: async () => ({ cursor: null, done: true, resumeAt: null, records: 1000, pages: 10 }),
    PlanCluster: async () => ({ done: false, core: 2, task: 3 }),
    ListResults: async () => ({ counts: {} }),
    LoadResults: async () => ({ cursor: null, done: true, accepted: 990 }),
    Publish: async () => ({ latest: true }),
    CloseRun: (event) => closeNeighbourhoodRun(event, { store: emptyStore, database, clock }),
    RecordFailure: (event) => recordFailure(event, { database, clock }),
  };
  return async (task: string, parameters: Json): Promise<Json> => {
    const event = Invoke.parse(parameters).Payload;
    const handler = handlers[task];
    if (handler === undefined) throw new Error(`The simulation has no function for ${task}.`);
    return { Payload: z.json().parse(await request(world, FAULTS, () => handler(event))) };
  };
}
