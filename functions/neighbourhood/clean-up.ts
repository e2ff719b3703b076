import { z } from "zod";
import { messageOf, PipelineError } from "../errors.ts";
import type { Clock, Clusters, Database, Executions } from "../ports.ts";
import { type ExecutionEnd, recordEnd } from "./clean-up-run.ts";
import { hasLeases } from "./lease.ts";
import { PIPELINE } from "./run.ts";

/** What EventBridge says of an execution that ended; the rule lets through no other status. */
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
  readonly database: Database;
  readonly clock: Clock;
}

export interface CleanedUp {
  /** The ARNs of the ended executions that were looked after. */
  readonly executions: readonly string[];
  /** The ids of the clusters that EMR was asked to end. */
  readonly clusters: readonly string[];
}

/**
 * Ends the clusters that an ended execution has left, and records its end where its own states did not. The
 * event is EventBridge's for one execution that was aborted, timed out or failed, or the daily sweep's, a
 * scheduled event or `{}`, which looks at every open cluster and every run that counts as running.
 *
 * A cluster belongs to the execution in its tag `citypulse:execution`; one whose execution runs, or without the
 * pipeline's tags, is left alone. Doing it again changes nothing, so events may come late, twice or never.
 * What fails keeps nothing else from being done: at the end one PipelineError lists it all, and Lambda tries
 * again.
 */
export async function cleanUp(event: unknown, ports: CleanUpPorts): Promise<CleanedUp> {
  const change = Event.parse(event);
  const done: { executions: string[]; clusters: string[] } = { executions: [], clusters: [] };
  const failures: string[] = [];
  async function attempt(action: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => failures.push(`cannot ${action}: ${messageOf(error)}`));
  }

  // The clusters first: what Step Functions says of their executions is then newer than the list.
  const clusters = await findClusters(ports.clusters, attempt);
  const executions = new Set(change === null ? clusters.values() : [change.executionArn]);
  if (change === null) {
    await attempt("read which runs count as running", async () => {
      for (const execution of await runningExecutions(ports.database)) executions.add(execution);
    });
  }
  for (const execution of executions) {
    await attempt(`look after ${execution}`, async () => {
      const end = await endOf(execution, change, ports.executions);
      if (end === null) return;
      done.executions.push(execution);
      for (const [id, owner] of clusters) {
        if (owner !== execution) continue;
        await attempt(`terminate cluster ${id} of ${execution}`, async () => {
          await ports.clusters.terminate(id);
          done.clusters.push(id);
        });
      }
      await recordEnd(execution, end, ports);
    });
  }
  if (failures.length > 0) {
    throw new PipelineError(`The clean-up is not complete: ${failures.join("; ")}`, {
      hint: "Lambda tries it again, and so does the next daily sweep; look at the clusters if it stays so.",
    });
  }
  return done;
}

type Attempt = (action: string, work: () => Promise<void>) => Promise<void>;

/** The ids of the pipeline's open clusters, each with the ARN of the execution that it belongs to. */
async function findClusters(clusters: Clusters, attempt: Attempt): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  await attempt("list the open clusters", async () => {
    for (const id of await clusters.open()) {
      await attempt(`read the tags of cluster ${id}`, async () => {
        const tags = await clusters.tagsOf(id);
        const execution = tags.get("citypulse:execution");
        if (tags.get("citypulse:pipeline") === PIPELINE && execution) found.set(id, execution);
      });
    }
  });
  return found;
}

/** The executions of the runs that have no recorded end: where the rule's event was lost, nobody else asks. */
async function runningExecutions(database: Database): Promise<string[]> {
  if (!(await hasLeases(database))) return [];
  const runs = await database.query<{ execution: string }>(
    "select execution from citypulse.runs where status = 'running' order by execution",
  );
  return runs.map(({ execution }) => execution);
}

/** How the execution ended, or null where it runs. */
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
  // What Step Functions answers may be older than the event. It runs again only where it was redriven since.
  if (state?.status === "RUNNING" && state.since.getTime() >= change.stopDate) return null;
  return { status: change.status, error: change.error, cause: change.cause };
}
