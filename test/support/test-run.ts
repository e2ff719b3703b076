import { join } from "node:path";
import { z } from "zod";
import { LIMITS } from "../../functions/adapters/posts/replay/limits.ts";
import { replaySource } from "../../functions/adapters/posts/replay/source.ts";
import type { RunOptions } from "../../local/run.ts";
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
  connection: z.object({
    host: z.string(),
    port: z.number(),
    user: z.string(),
    password: z.string(),
    database: z.string(),
  }),
});
export type TestRun = z.infer<typeof TestRun>;

/** Small pages, so that a small file becomes several objects. */
const PAGES = { ...LIMITS, recordsInLine: 8, recordsInPage: 24 };

export function runOptions(run: TestRun, stationsFile: Uint8Array): RunOptions {
  return {
    home: run.home,
    input: { runId: run.runId, scheduledTime: "2026-11-16T06:00:00Z", engine: run.engine },
    source: replaySource(run.posts, { limits: PAGES }),
    stationsFile,
    maximumRejectedShare: 0.2,
    minimumPosts: 3,
    codeVersion: "test",
    emrCommands: { programs: PROGRAMS, searchPath: null },
    emrEnvironment: {
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      CITYPULSE_STORE: join(run.home, "store"),
      CITYPULSE_JOB_FAILS: String(run.status === "failed"),
    },
    pauseMilliseconds: 0,
    startDatabase: async () => ({ connection: run.connection, stop: async () => {} }),
  };
}
