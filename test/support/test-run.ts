import { join } from "node:path";
import { z } from "zod";
import { LIMITS } from "../../functions/adapters/posts/replay/page-builder.ts";
import { replaySource } from "../../functions/adapters/posts/replay/source.ts";
import { complianceRun } from "../../local/compliance/pipeline.ts";
import type { ComplianceOptions } from "../../local/compliance/tasks.ts";
import type { Outcome } from "../../local/engine/execution.ts";
import { neighbourhoodRun } from "../../local/neighbourhood/pipeline.ts";
import type { RunReport } from "../../local/neighbourhood/report.ts";
import type { NeighbourhoodOptions } from "../../local/neighbourhood/tasks.ts";
import { type RunnerOptions, runPipeline } from "../../local/run-pipeline.ts";
import { Place } from "./kill/killed-run.ts";
import { PROGRAMS } from "./stand-in-spark.ts";

/** A run of a test, as JSON, so that another process can do the same one. */
export const TestRun = z.object({
  home: z.string(),
  runId: z.string(),
  posts: z.string(),
  stations: z.string(),
  engine: z.enum(["lambda", "emr"]),
  /** How it ends. On EMR a run fails because its Spark job does. */
  status: z.enum(["succeeded", "failed"]),
  /** A database that exists already. */
  connection: Place.shape.connection,
});
export type TestRun = z.infer<typeof TestRun>;

/** Small pages, so that a small file becomes several objects. */
const PAGES = { ...LIMITS, recordsInLine: 8, recordsInPage: 24 };

export type RunOptions = NeighbourhoodOptions & RunnerOptions;

/** Takes the neighbourhood through a run on this machine. */
export const runNeighbourhood = async (options: RunOptions): Promise<RunReport> =>
  (await runPipeline(neighbourhoodRun(options), options)).report;

export type CheckOptions = ComplianceOptions & RunnerOptions;

/** Takes the compliance check through its machine on this machine. */
export const runCompliance = async (options: CheckOptions): Promise<Outcome> =>
  (await runPipeline(complianceRun(options), options)).outcome;

export function runOptions(run: TestRun, stationsFile: Uint8Array): RunOptions {
  return {
    home: run.home,
    input: { runId: run.runId, scheduledTime: "2026-11-16T06:00:00Z", engine: run.engine },
    source: replaySource(run.posts, { limits: PAGES }),
    stationsFile,
    maxRejectedShare: 0.2,
    minPosts: 3,
    codeVersion: "test",
    clusterPrograms: {
      commands: { programs: PROGRAMS, searchPath: null },
      environment: {
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        CITYPULSE_STORE: join(run.home, "store"),
        CITYPULSE_JOB_FAILS: String(run.status === "failed"),
      },
    },
    pauseMilliseconds: 0,
    startDatabase: async () => ({ connection: run.connection, stop: async () => {} }),
  };
}
