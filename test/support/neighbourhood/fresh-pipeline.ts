import { beforeEach } from "vitest";
import type { ObjectStore } from "../../../functions/ports.ts";
import { type TestDatabase, testDatabases } from "../database.ts";
import { pipelineOf } from "./pipeline.ts";
import { newStore } from "./store.ts";

export interface FreshPipeline {
  readonly place: TestDatabase;
  readonly store: ObjectStore;
  /** The handlers of the neighbourhood, bound to that database and store. */
  readonly pipeline: ReturnType<typeof pipelineOf>;
  /** One more database for the test that calls it. */
  readonly newDatabase: ReturnType<typeof testDatabases>;
}

/** To be called at the top of a test file: each of its tests finds an empty database and a store with stations here. */
export function freshPipeline(): FreshPipeline {
  const newDatabase = testDatabases();
  let made: Omit<FreshPipeline, "newDatabase"> | undefined;
  beforeEach(async () => {
    const place = await newDatabase();
    const store = await newStore();
    made = { place, store, pipeline: pipelineOf(store, place) };
  });
  const current = () => {
    if (made === undefined) throw new Error("The pipeline is made before each test.");
    return made;
  };
  return {
    newDatabase,
    get place() {
      return current().place;
    },
    get store() {
      return current().store;
    },
    get pipeline() {
      return current().pipeline;
    },
  };
}
