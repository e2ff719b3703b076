import { z } from "zod";
import type { Ended } from "./citypulse.ts";

const Count = z.number().int().nonnegative();

const Counts = z.strictObject({
  read: Count,
  accepted: Count,
  duplicates: Count,
  unplaced: Count,
  rejected: Count,
});

/** What `run --json` prints, by the contract: nothing may be missing and nothing may be added unnoticed. */
export const Report = z.strictObject({
  runId: z.string(),
  status: z.enum(["succeeded", "empty", "already-running", "failed"]),
  posts: Counts,
  stations: z.array(
    z.strictObject({
      station: z.string(),
      n: Count,
      sentiment: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
      topics: z.array(z.strictObject({ term: z.string(), posts: Count, score: z.number() })),
    }),
  ),
  lineage: z.array(
    z.strictObject({
      batchNr: z.number(),
      jobNr: z.number(),
      timestamp: z.iso.datetime(),
      stepAirflow: z.string(),
      source: z.string(),
      destination: z.string(),
    }),
  ),
  gaps: z
    .array(
      z.strictObject({
        station: z.string(),
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        reason: z.enum(["unreachable", "ceiling"]),
      }),
    )
    .optional(),
  elapsedMs: z.number().nonnegative(),
  error: z.strictObject({ name: z.string(), message: z.string() }).optional(),
});
export type Report = z.infer<typeof Report>;

/** The one object that `run --json` printed. Throws where stdout holds anything else. */
export const reportOf = ({ stdout }: Ended): Report => Report.parse(oneLine(stdout));

/** What `sql --json` and `runs --json` printed. */
export const rowsOf = ({ stdout }: Ended): Record<string, unknown>[] =>
  z.array(z.record(z.string(), z.unknown())).parse(oneLine(stdout));

function oneLine(stdout: string): unknown {
  if (!/^[^\n]+\n$/.test(stdout)) throw new Error(`Not one line: ${JSON.stringify(stdout)}`);
  return JSON.parse(stdout);
}
