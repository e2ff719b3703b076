import { z } from "zod";
import type { Outcome } from "../../../local/engine/execution.ts";
import type { PipelineRun } from "../../../local/pipeline.ts";
import { type EndedRun, type RunnerOptions, runPipeline } from "../../../local/run-pipeline.ts";

/** A home and a database of its own, which exists already; as JSON, so that another process can work in it. */
export const Place = z.object({
  home: z.string(),
  connection: z.object({
    host: z.string(),
    port: z.number(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
});
export type Place = z.infer<typeof Place>;

/** What a run is started with, as JSON. */
export type Orders = Readonly<Record<string, string>>;

/**
 * A pipeline's run that must survive its kills: a row of the table in killed-pipelines.ts. The test kills it at every
 * moment, starts it again, and compares what is there then with what an undisturbed run leaves.
 */
export interface KilledRun {
  /** Such as `a check for deleted posts`: the title of the test. */
  readonly name: string;
  /** The URL of a module that exports `open`, an OpenRun: the process that is killed imports it. It must not import vitest. */
  readonly module: string;
  /** How the run ends if nothing disturbs it. */
  readonly ends: Outcome["status"];
  /** Fills the place from which every attempt starts. */
  setUp(place: Place, folder: string): Promise<{ readonly orders: Orders; close?(): Promise<void> }>;
  /** What finishes the run after a kill; by default the same orders. */
  ordersAfter?(orders: Orders, moment: number): Orders;
  /** All that must not depend on kills. */
  readState(place: Place): Promise<Record<string, unknown>>;
  /** What an undisturbed run leaves, as far as it can be said. */
  readonly expected?: object;
  /** Which moments are tried; by default all. */
  isTried?(moment: string, index: number, moments: readonly string[]): boolean;
  /** How many moments must be tried at least. */
  readonly atLeast: number;
  /** How many attempts may end before their moment comes; by default none. */
  readonly mayEndSooner?: number;
  /** How many attempts can be made at a time; by default two, because half of each is waiting for a process. */
  readonly atOnce?: number;
}

export type OpenRun = (
  orders: Orders,
  place: Place,
) => Promise<{ readonly run: PipelineRun; readonly options?: Partial<RunnerOptions> }>;

/** Opens the run with `module` and takes it to its end in this process. */
export async function runAt(
  module: string,
  orders: Orders,
  place: Place,
  watching: Partial<RunnerOptions> = {},
): Promise<EndedRun<object | null>> {
  const { open }: { open: OpenRun } = await import(module);
  const { run, options } = await open(orders, place);
  return runPipeline(run, {
    home: place.home,
    codeVersion: "test",
    pauseMilliseconds: 0,
    startDatabase: async () => ({ connection: place.connection, stop: async () => {} }),
    ...options,
    ...watching,
  });
}
