import { migrate } from "../../../functions/adapters/database/migrate.ts";
import { analyse } from "../../../functions/neighbourhood/analyse.ts";
import { type ClosedRun, closeNeighbourhoodRun } from "../../../functions/neighbourhood/close-run.ts";
import { extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import { type Loaded, loadResults } from "../../../functions/neighbourhood/load-results.ts";
import { publish } from "../../../functions/neighbourhood/publish.ts";
import { Run, type RunInput } from "../../../functions/neighbourhood/run.ts";
import type { Clock, Database, ObjectStore } from "../../../functions/ports.ts";
import { prepareDatabase } from "../../../functions/runs/prepare-database.ts";
import { NEIGHBOURHOOD_INPUT } from "../../../state-machines/neighbourhood/input.ts";
import type { TestDatabase } from "../database.ts";
import { scriptSource } from "./script-source.ts";

export const NOW = new Date("2026-11-16T06:00:07.000Z");
export const clock: Clock = { now: () => NOW, remaining: () => Number.POSITIVE_INFINITY };
/** So little time that a handler does the least it can. */
export const hurried: Clock = { ...clock, remaining: () => 1_000 };
/** Time for so many steps, and then hardly any. */
export function slices(steps: number): Clock {
  let left = steps;
  return { ...clock, remaining: () => (left-- > 0 ? 900_000 : 1_000) };
}
export const progress = (): void => {};

export const executionOf = (runId: string): string =>
  `arn:aws:states:local:1:execution:neighbourhood:${runId}`;

/** What the definition tells PrepareDatabase of the pipeline. */
export const NEIGHBOURHOOD = { pipeline: "neighbourhood", contract: NEIGHBOURHOOD_INPUT };

export interface PipelineOptions {
  readonly codeVersion?: string;
  readonly maxRejectedShare?: number;
  readonly minPosts?: number;
}

/** The handlers bound to one store and one database. */
export function pipelineOf(
  store: ObjectStore,
  { database, connection }: TestDatabase,
  { codeVersion = "1.0.0", maxRejectedShare = 0.2, minPosts = 3 }: PipelineOptions = {},
) {
  const prepare = async (input: RunInput, execution = executionOf(input.runId ?? "")): Promise<Run> =>
    Run.parse(
      await prepareDatabase(
        { ...NEIGHBOURHOOD, input, execution, startTime: NOW.toISOString() },
        { database, clock, codeVersion, migrate: () => migrate(connection) },
      ),
    );
  const extract = (run: Run, pages: Pages) =>
    extractPosts({ run }, { store, source: scriptSource(pages), clock, progress });
  const score = (run: Run) => analyse({ run }, { store, clock, codeVersion, progress });
  const load = (run: Run, into: Database = database): Promise<Loaded> =>
    loadResults({ run }, { store, database: into, clock, progress, maxRejectedShare });
  const show = (run: Run) => publish({ run }, { store, database, minPosts });
  const close = (run: Run, execution = executionOf(run.runId)): Promise<ClosedRun> =>
    closeNeighbourhoodRun(
      { state: { run, publish: { latest: true } }, execution },
      { store, database, clock },
    );

  /** From the first state until the analysis is there. */
  const upToAnalysis = async (runId: string, pages: Pages, input: RunInput = {}): Promise<Run> => {
    const run = await prepare({ ...input, runId });
    await extract(run, pages);
    await score(run);
    return run;
  };
  /** From the first state to the last. */
  const go = async (runId: string, pages: Pages): Promise<Run> => {
    const run = await upToAnalysis(runId, pages);
    await load(run);
    await show(run);
    await close(run);
    return run;
  };
  return { prepare, extract, score, load, show, close, upToAnalysis, go };
}

/** The records of each page. */
type Pages = readonly (readonly string[])[];
