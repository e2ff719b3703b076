import { z } from "zod";
import { messageOf, PipelineError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import type { Clusters, ExecutionEnd, Executions, RunRecords } from "./ports.ts";

/** EventBridge's event for an execution that ended. The rule passes no other status. */
const StatusChange = z.object({
  "detail-type": z.literal("Step Functions Execution Status Change"),
  detail: z.object({
    executionArn: z.string(),
    status: z.enum(["ABORTED", "TIMED_OUT", "FAILED"]),
    /** Milliseconds since 1970. */
    stopDate: z.number(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
type StatusChange = z.infer<typeof StatusChange>["detail"];

const Sweep = z.union([z.object({ "detail-type": z.literal("Scheduled Event") }), z.strictObject({})]);

const Event = z.union([StatusChange.transform(({ detail }) => detail), Sweep.transform(() => null)]);

export interface CleanUpPorts {
  readonly clusters: Clusters;
  readonly executions: Executions;
  readonly runs: RunRecords;
  readonly clock: Clock;
  /** The names of the pipelines whose clusters the clean-up ends. */
  readonly pipelines: readonly string[];
  /** The value of the tag `stack` of its clusters, if an account has several stacks. */
  readonly stack?: string;
}

/** What a sweep found, for alarms. */
export interface Health {
  /** The age of the oldest open cluster of the stack; 0 if there is none. */
  readonly oldestClusterHours: number;
  /** For each pipeline that has a run. If none has succeeded yet, the hours since its first run began. */
  readonly hoursSinceSuccess: Readonly<Record<string, number>>;
}

export interface CleanedUp {
  /** The ARNs of the ended executions that were cleaned up. */
  readonly executions: readonly string[];
  /** The ids of the clusters that EMR was asked to end. */
  readonly clusters: readonly string[];
  /** Null if the event was about one execution. */
  readonly health: Health | null;
}

/**
 * Ends the clusters that an ended execution did not end, and records the end of its run if its own states did not. The
 * event is EventBridge's event for one execution that was aborted, timed out or failed, or that of the hourly sweep (a
 * scheduled event or `{}`), which checks every open cluster and every run that counts as running.
 *
 * A cluster belongs to the execution in its tag `citypulse:execution`. The clean-up does not touch a cluster whose
 * execution is running, or that has no tag of these pipelines. A repeated event changes nothing, so events can come late,
 * twice or never. A failed action does not stop the others: at the end one PipelineError lists all failures, and Lambda
 * tries again.
 */
export async function cleanUp(event: unknown, ports: CleanUpPorts): Promise<CleanedUp> {
  const change = Event.parse(event);
  const done: { executions: string[]; clusters: string[] } = { executions: [], clusters: [] };
  const failures: string[] = [];
  async function attempt(action: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => failures.push(`cannot ${action}: ${messageOf(error)}`));
  }

  // The clusters first: the status of their executions is then newer than the list.
  const clusters = await findClusters(ports, attempt);
  const executions = new Set(
    change === null ? [...clusters.values()].map(({ owner }) => owner) : [change.executionArn],
  );
  let lastSuccess: Readonly<Record<string, Date>> = {};
  if (change === null) {
    await attempt("read which runs count as running", async () => {
      const state = await ports.runs.state();
      for (const execution of state.running) executions.add(execution);
      lastSuccess = state.lastSuccess;
    });
  }
  for (const execution of executions) {
    await attempt(`look after ${execution}`, async () => {
      const end = await endOf(execution, change, ports.executions);
      if (end === null) return;
      done.executions.push(execution);
      for (const [id, { owner }] of clusters) {
        if (owner !== execution) continue;
        await attempt(`terminate cluster ${id} of ${execution}`, async () => {
          await ports.clusters.terminate(id);
          done.clusters.push(id);
        });
      }
      await ports.runs.recordEnd(execution, end);
    });
  }
  if (failures.length > 0) {
    throw new PipelineError(`The clean-up is not complete: ${failures.join("; ")}`, {
      hint: "Lambda tries it again, and so does the next hourly sweep; look at the clusters if it stays so.",
    });
  }
  const health = change === null ? healthOf(clusters.values(), lastSuccess, ports.clock.now()) : null;
  return { ...done, health };
}

function healthOf(
  clusters: Iterable<OwnedCluster>,
  lastSuccess: Readonly<Record<string, Date>>,
  now: Date,
): Health {
  const hours = (since: Date): number => (now.getTime() - since.getTime()) / 3_600_000;
  return {
    oldestClusterHours: Math.max(0, ...Array.from(clusters, ({ since }) => hours(since))),
    hoursSinceSuccess: Object.fromEntries(
      Object.entries(lastSuccess).map(([pipeline, time]) => [pipeline, hours(time)]),
    ),
  };
}

interface OwnedCluster {
  /** The ARN of the execution that it belongs to. */
  readonly owner: string;
  readonly since: Date;
}

type Attempt = (action: string, work: () => Promise<void>) => Promise<void>;

/** The open clusters of the stack's pipelines, by their ids. */
async function findClusters(
  { clusters, pipelines, stack }: CleanUpPorts,
  attempt: Attempt,
): Promise<Map<string, OwnedCluster>> {
  const found = new Map<string, OwnedCluster>();
  await attempt("list the open clusters", async () => {
    for (const { id, since } of await clusters.open()) {
      await attempt(`read the tags of cluster ${id}`, async () => {
        const tags = await clusters.tagsOf(id);
        const execution = tags.get("citypulse:execution");
        const isOfStack = stack === undefined || tags.get("stack") === stack;
        if (isOfStack && pipelines.includes(tags.get("citypulse:pipeline") ?? "") && execution)
          found.set(id, { owner: execution, since });
      });
    }
  });
  return found;
}

/** How the execution ended, or null if it is running. */
async function endOf(
  arn: string,
  change: StatusChange | null,
  executions: Executions,
): Promise<ExecutionEnd | null> {
  const state = await executions.find(arn);
  if (change === null) {
    if (state === undefined) return { status: "UNKNOWN" };
    return state.status === "RUNNING" ? null : { ...state, status: state.status };
  }
  // The answer of Step Functions can be older than the event. The execution runs again only if it was redriven since.
  if (state?.status === "RUNNING" && state.since.getTime() >= change.stopDate) return null;
  return { status: change.status, error: change.error, cause: change.cause };
}
