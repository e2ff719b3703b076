import type { Clock } from "../ports.ts";
import { JobEvent, type JobPorts, type JobState, orWait, readQuestion, soon } from "./job.ts";
import type { ComplianceJob } from "./ports.ts";

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
export const isLost = ({ status, uploadExpiresAt }: ComplianceJob, clock: Clock): boolean =>
  status === "failed" ||
  status === "expired" ||
  (status === "created" && Date.parse(uploadExpiresAt) <= clock.now().getTime());

const isAtWork = (job: ComplianceJob, clock: Clock): boolean =>
  job.status !== "complete" && !isLost(job, clock);
