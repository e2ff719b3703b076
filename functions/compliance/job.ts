import { z } from "zod";
import { AnalysisFailed, SourceRejected } from "../errors.ts";
import type { Clock, ObjectStore } from "../ports.ts";
import { encodeJson, sha256 } from "../runs/manifest.ts";
import { Check } from "./check.ts";
import { answerKey, questionKey } from "./keys.ts";
import { type ComplianceJob, type ComplianceJobs, RateLimited } from "./ports.ts";

/** The progress of the questions to X: which job is running, or is submitted next. X accepts one job at a time. */
const JobState = z.object({
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

const JobEvent = z.object({
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
async function readQuestion(
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
async function orWait(state: JobState, work: () => Promise<JobState>): Promise<JobState> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RateLimited) return { ...state, resumeAt: error.resumeAt };
    throw error;
  }
}

/** How long until the first look at a job, and until another job of the account may have ended, in seconds. */
const FIRST_LOOK = 30;
const OTHER_JOB = 300;

/**
 * Asks X about the next list of ids: makes a job and uploads them. X has one job for posts at a time, so while
 * another is at work there it waits its turn. A job that an earlier attempt has made is found by its name, and gets
 * its ids if it has none. Throws SourceUnavailable, SourceRejected, AnalysisFailed.
 */
export async function submitJob(event: unknown, ports: JobPorts): Promise<JobState> {
  const { check, job } = JobEvent.parse(event);
  const { store, compliance, clock } = ports;
  const { chunk = 0, attempt = 1 } = job ?? {};
  const open = { chunk, attempt, id: null, submitted: false, done: false, resumeAt: soon(clock, OTHER_JOB) };
  const submitted = ({ id }: ComplianceJob): JobState => ({
    ...open,
    id,
    submitted: true,
    resumeAt: soon(clock, FIRST_LOOK),
  });
  return orWait(open, async () => {
    const { ids, name } = await readQuestion(store, check, { chunk, attempt });
    const jobs = await compliance.list();
    const own = jobs.find((known) => known.name === name && !isLost(known, clock));
    if (own !== undefined && own.status !== "created") return submitted(own);
    if (own === undefined && jobs.some((other) => isAtWork(other, clock))) return open;
    const target = own ?? (await compliance.create(name));
    await compliance.upload(target, ids);
    return submitted(target);
  });
}

/** Whether nothing will ever come of the job. */
const isLost = ({ status, uploadExpiresAt }: ComplianceJob, clock: Clock): boolean =>
  status === "failed" ||
  status === "expired" ||
  (status === "created" && Date.parse(uploadExpiresAt) <= clock.now().getTime());

const isAtWork = (job: ComplianceJob, clock: Clock): boolean =>
  job.status !== "complete" && !isLost(job, clock);

/** How long until the next look at a job, in seconds. X allows 150 looks in 15 minutes. */
const NEXT_LOOK = 60;
const MOST_ATTEMPTS = 3;

/**
 * Looks whether X has answered. An answer is stored before the next list is asked about; a job that X has lost, or
 * whose answer it no longer keeps, is submitted again, three times at most. Throws SourceUnavailable, and
 * SourceRejected where X refuses us or loses every attempt.
 */
export async function checkJob(event: unknown, ports: JobPorts): Promise<JobState> {
  const { check, list, job } = JobEvent.parse(event);
  const { store, compliance, clock } = ports;
  if (job === undefined || job.id === null) throw new TypeError("CheckJob comes after SubmitJob.");
  const { id } = job;
  return orWait({ ...job, resumeAt: soon(clock, NEXT_LOOK) }, async () => {
    const known = await compliance.find(id);
    if (isLost(known, clock)) return again(job, known.status);
    if (known.status !== "complete") return { ...job, resumeAt: soon(clock, NEXT_LOOK) };
    const named = await compliance.download(known);
    if (named === null) return again(job, "answered, and its answer is gone");
    await store.write(answerKey(check.checkId, job.chunk), encodeJson(named));
    const chunk = job.chunk + 1;
    const done = chunk === list.jobs;
    return { chunk, attempt: 1, id: null, submitted: false, done, resumeAt: job.resumeAt };
  });
}

function again(job: JobState, status: string): JobState {
  if (job.attempt >= MOST_ATTEMPTS)
    throw new SourceRejected(
      `X has lost the compliance job for the same ids ${job.attempt} times; the last one, ${job.id}, is ${status}.`,
      { hint: "Start the check again; if X keeps losing its jobs, ask its support about this job." },
    );
  return { ...job, attempt: job.attempt + 1, id: null, submitted: false };
}
