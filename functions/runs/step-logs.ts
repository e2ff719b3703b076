import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../ports.ts";
import type { StepLogs } from "./ports.ts";

/** The longest time, in milliseconds, that reading a log can take: the failure itself must be recorded. */
const LOG_PATIENCE = 10_000;

export interface FailedStep {
  readonly clusterId: string;
  /** Undefined if Step Functions does not say it, as for a step that took too long. */
  readonly stepId: string | undefined;
}

/**
 * What a failure's message says about the step's logs: the end of its stderr if it is there, and always the folder to
 * look in, which is that of all steps if the step is not known. What the message has `said` already is omitted.
 *
 * Nothing waits for a log. EMR uploads it some minutes after the step or the cluster has ended, often later than this,
 * and then the folder is all. A log that cannot be read is omitted too: it must not hide the failure.
 */
export async function stepLogLines(
  { clusterId, stepId }: FailedStep,
  said: string,
  { logs, clock }: { readonly logs: StepLogs; readonly clock: Clock },
): Promise<string[]> {
  const steps = `${logs.logUri.replace(/\/$/, "")}/${clusterId}/steps/`;
  if (stepId === undefined) return [`The logs of the cluster's steps: ${steps}`];
  const lines: string[] = [];
  const tail = await readTail(clusterId, stepId, logs, clock);
  if (tail && !said.includes(tail)) lines.push(`The end of the step's stderr:\n${tail}`);
  const folder = `${steps}${stepId}/`;
  if (!said.includes(folder)) lines.push(`The logs of the step: ${folder}`);
  return lines;
}

async function readTail(
  clusterId: string,
  stepId: string,
  logs: StepLogs,
  clock: Clock,
): Promise<string | undefined> {
  const patience = Math.min(LOG_PATIENCE, clock.remaining() / 2);
  try {
    return await Promise.race([logs.tail(clusterId, stepId), sleep(patience, undefined, { ref: false })]);
  } catch {
    return undefined;
  }
}

const LAST_LINES = 20;

/**
 * How many bytes at the end of a log logTail looks at. A Cause in Step Functions takes 32,768 letters, and it holds the
 * step's arguments as well.
 */
export const LOG_TAIL_BYTES = 8 * 1024;

/**
 * The last 20 lines of a log in UTF-8, or fewer if they take more than LOG_TAIL_BYTES: the first of them can then
 * lack its beginning, but never a part of a character. Empty lines at the end are omitted. It is enough to give the
 * log's last LOG_TAIL_BYTES.
 */
export function logTail(log: Uint8Array): string {
  const end = log.subarray(-LOG_TAIL_BYTES);
  const text = Buffer.from(end.subarray(continuationBytes(end))).toString();
  return text.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
}

/** How many bytes at the beginning belong to a character before it; a character has three such bytes at most. */
function continuationBytes(bytes: Uint8Array): number {
  const first = bytes.subarray(0, 3).findIndex((byte) => (byte & 0b1100_0000) !== 0b1000_0000);
  return first < 0 ? Math.min(bytes.length, 3) : first;
}
