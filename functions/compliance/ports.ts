/** What the compliance handlers touch besides the ports of every handler (functions/ports.ts). */

/** A job of X's batch compliance, in X's words. */
export interface ComplianceJob {
  readonly id: string;
  readonly name: string | null;
  readonly status: "created" | "in_progress" | "complete" | "expired" | "failed";
  /** Until then its ids can be uploaded; ISO 8601. */
  readonly uploadExpiresAt: string;
  /** Signed URLs: they work without credentials, so they are never stored or shown. */
  readonly uploadUrl: string;
  readonly downloadUrl: string;
}

/** A post that must go, and why, in X's words: `deleted`, `protected`, `suspended`, `deactivated`, `scrub_geo`, … */
export interface NamedByX {
  readonly id: string;
  readonly reason: string;
}

/**
 * X's batch compliance for posts, which has one job at a time. Every method throws RateLimited where X asks to wait,
 * SourceRejected where it refuses us, SourceUnavailable where it does not answer.
 */
export interface ComplianceJobs {
  /** The jobs of the last week. */
  list(): Promise<ComplianceJob[]>;
  find(id: string): Promise<ComplianceJob>;
  /** Sent once: a request that is lost may have made a job. */
  create(name: string): Promise<ComplianceJob>;
  /** @param ids one a line. */
  upload(job: ComplianceJob, ids: Uint8Array): Promise<void>;
  /** What a complete job found; null where X no longer keeps it. */
  download(job: ComplianceJob): Promise<NamedByX[] | null>;
}

/** X asks to be asked again at `resumeAt` (ISO 8601, UTC). Not an error of the run: the state machine waits. */
export class RateLimited extends Error {
  override readonly name = "RateLimited";
  readonly resumeAt: string;

  constructor(resumeAt: string) {
    super(`X asks to wait until ${resumeAt}.`);
    this.resumeAt = resumeAt;
  }
}
