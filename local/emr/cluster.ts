import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Json } from "../../functions/ports.ts";
import type { CommandLookup } from "./commands.ts";
import { type StepConfig, taskFailed } from "./requests.ts";
import { describeStep, type FailureDetails, runStep } from "./step.ts";

export interface ClusterSettings {
  readonly id: string;
  readonly name: string;
  /** Its disks, which are removed with the cluster. */
  readonly folder: string;
  /** Its folder under the LogUri, which stays. */
  readonly logs: string;
  readonly commands: CommandLookup;
  readonly environment: Readonly<Record<string, string | undefined>>;
  bucketFolder(bucket: string): string;
  now(): Date;
}

export interface Cluster {
  readonly id: string;
  readonly name: string;
  isOpen(): boolean;
  /** Runs a step after the steps that were added before it. Resolves to DescribeStep's answer; throws if the step failed. */
  run(stepId: string, step: StepConfig): Promise<Json>;
  /** Kills the running step, cancels the waiting ones, and removes the disks. A second call changes nothing. */
  terminate(): Promise<void>;
}

/** A new cluster in the state WAITING, which runs one step at a time. */
export async function startCluster(settings: ClusterSettings): Promise<Cluster> {
  const hdfs = join(settings.folder, "hdfs");
  await mkdir(hdfs, { recursive: true });
  const abort = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  // A failure that cancels what waits begins a new generation: only steps of the newest are run.
  let newest = 0;

  async function execute(id: string, step: StepConfig, generation: number, created: Date): Promise<Json> {
    let started: Date | null = null;
    const ended = (state: "COMPLETED" | "FAILED" | "CANCELLED", failure?: FailureDetails) =>
      describeStep(id, step, state, { created, started, ended: settings.now() }, failure);
    if (abort.signal.aborted || generation !== newest) throw taskFailed(ended("CANCELLED"));
    started = settings.now();
    try {
      const failure = await runStep(step, {
        folders: { hdfs, bucket: settings.bucketFolder },
        commands: settings.commands,
        environment: settings.environment,
        workingFolder: join(settings.folder, "steps", id),
        logFolder: join(settings.logs, "steps", id),
        abort: abort.signal,
      });
      if (abort.signal.aborted) throw taskFailed(ended("CANCELLED"));
      if (failure !== undefined) throw taskFailed(ended("FAILED", failure));
      return ended("COMPLETED");
    } catch (error) {
      if (step.ActionOnFailure !== "CONTINUE") newest++;
      if (step.ActionOnFailure.startsWith("TERMINATE")) abort.abort();
      throw error;
    }
  }

  async function terminate(): Promise<void> {
    abort.abort();
    await last;
    // A killed program can still be finishing a write.
    await rm(settings.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async function run(id: string, step: StepConfig): Promise<Json> {
    const generation = newest;
    const created = settings.now();
    const turn = last.then(() => execute(id, step, generation, created));
    last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      if (abort.signal.aborted) await terminate();
    }
  }

  return { id: settings.id, name: settings.name, isOpen: () => !abort.signal.aborted, run, terminate };
}
