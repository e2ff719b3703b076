import { z } from "zod";
import { AnalysisFailed } from "../errors.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { sha256 } from "../runs/manifest.ts";
import { Check } from "./check.ts";
import { questionKey } from "./keys.ts";
import { type ComplianceJobs, RateLimited } from "./ports.ts";

/** How far X has been asked: which job is at work, or is to be submitted next. X takes one at a time. */
export const JobState = z.object({
  /** Which of the lists of ids. */
  chunk: z.number().int(),
  /** How often X has been asked about it; a job that X loses is submitted again. */
  attempt: z.number().int(),
  /** The job's id at X; null where it is not submitted. */
  id: z.string().nullable(),
  submitted: z.boolean(),
  /** All lists are answered. */
  done: z.boolean(),
  /** When to go on; ISO 8601, UTC. */
  resumeAt: z.string(),
});
export type JobState = z.infer<typeof JobState>;

export const JobEvent = z.object({
  check: Check,
  list: z.object({ jobs: z.number().int() }),
  job: JobState.optional(),
});

export interface JobPorts {
  readonly store: ObjectStore;
  readonly compliance: ComplianceJobs;
  readonly clock: Clock;
}

export const soon = (clock: Clock, seconds: number): string =>
  new Date(clock.now().getTime() + seconds * 1000).toISOString();

/** What X is asked, and the name under which the job is found again: equal ids of the same check, equal names. */
export async function readQuestion(
  store: ObjectStore,
  { checkId }: Check,
  { chunk, attempt }: Pick<JobState, "chunk" | "attempt">,
): Promise<{ readonly ids: Uint8Array; readonly name: string }> {
  const key = questionKey(checkId, chunk);
  const ids = await store.read(key);
  if (ids === undefined) throw new AnalysisFailed(`There is no ${key}, which ListPosts writes.`);
  return { ids, name: `citypulse-${checkId}-${chunk}-${attempt}-${sha256(ids).slice(0, 8)}` };
}

/** Does the work; where X asks to wait, the answer is `state` with that time. */
export async function orWait(state: JobState, work: () => Promise<JobState>): Promise<JobState> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RateLimited) return { ...state, resumeAt: error.resumeAt };
    throw error;
  }
}
