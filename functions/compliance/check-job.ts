import { SourceRejected } from "../errors.ts";
import { encodeJson } from "../runs/manifest.ts";
import { JobEvent, type JobPorts, type JobState, orWait, soon } from "./job.ts";
import { answerKey } from "./keys.ts";
import { isLost } from "./submit-job.ts";

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
