import { PUBLISHED, QUARANTINE } from "../neighbourhood/keys.ts";
import type { Clock, ObjectVersions } from "../ports.ts";

export interface PurgeVersionsPorts {
  readonly versions: ObjectVersions;
  readonly clock: Clock;
}

/** Whatever may hold a post, or what was made of posts. */
const PREFIXES = ["analysis/", ...PUBLISHED, QUARANTINE, "raw/"];

/** With fewer milliseconds left, the rest is another invocation's. */
const REQUEST_MILLISECONDS = 30_000;

/**
 * Removes the versions that the store keeps of overwritten or removed objects, of all runs. It is unknown whether X
 * still allows every post in such a version, so a version stays for at most a day.
 */
export async function purgeVersions(
  _state: unknown,
  { versions, clock }: PurgeVersionsPorts,
): Promise<{ readonly done: boolean }> {
  const hasTime = () => clock.remaining() >= REQUEST_MILLISECONDS;
  for (const prefix of PREFIXES) if (!(await versions.purge(prefix, hasTime))) return { done: false };
  return { done: true };
}
