import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, StepLogs } from "../ports.ts";

/** The longest time, in milliseconds, that a log may take to be read: the failure itself must be recorded. */
const LOG_PATIENCE = 10_000;

export interface FailedStep {
  readonly clusterId: string;
  /** Undefined where Step Functions does not say it, as for a step that took too long. */
  readonly stepId: string | undefined;
}

/**
 * What a failure's message says of the step's logs: the end of its stderr where that is there, and in any case the
 * folder to look in, which is all steps' where the step is not known. What the message has `said` already is left out.
 *
 * Nobody waits for a log. EMR uploads it some minutes after the step or the cluster has ended, often later than
 * this, and then the folder is all. A log that cannot be read is left out too: it must not hide the failure.
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
