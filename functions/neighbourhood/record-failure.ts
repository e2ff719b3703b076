import { z } from "zod";
import type { Clock, Database } from "../ports.ts";
import { hasLeases, releaseLease } from "./lease.ts";

const Event = z.object({
  state: z.object({
    error: z.object({ Error: z.string(), Cause: z.string().optional() }),
    cluster: z.object({ ClusterId: z.string() }).optional(),
  }),
  execution: z.string(),
});

/** What Lambda puts into a Cause: the error as JSON. */
const LambdaCause = z.object({ errorMessage: z.string() }).transform(({ errorMessage }) => errorMessage);

/** What Step Functions puts there for a failed EMR step: DescribeStep's answer. */
const StepCause = z
  .object({
    Step: z.object({
      Name: z.string(),
      Status: z.object({
        State: z.string(),
        FailureDetails: z
          .object({ Reason: z.string(), Message: z.string(), LogFile: z.string() })
          .partial()
          .optional(),
      }),
    }),
  })
  .transform(({ Step: { Name, Status } }) => {
    const { Reason, Message, LogFile } = Status.FailureDetails ?? {};
    const details = [Reason, Message, LogFile === undefined ? undefined : `Its log: ${LogFile}`];
    return [`Step ${Name} ended as ${Status.State}.`, ...details.filter(Boolean)].join("\n");
  });

export interface RecordFailurePorts {
  readonly database: Database;
  readonly clock: Clock;
  /** The LogUri of the clusters; left out by who knows no cluster. */
  readonly clusterLogs?: string;
}

export interface Failure {
  readonly name: string;
  readonly message: string;
}

/**
 * Writes why the run failed and gives the lease back. The run is the one that the execution opened; where it
 * failed before that, there is no row to write to, and the execution's own history is the record. A run whose
 * end is recorded already keeps it: the clean-up comes after the state machine, and may come more than once.
 */
export async function recordFailure(event: unknown, ports: RecordFailurePorts): Promise<Failure> {
  const { state, execution } = Event.parse(event);
  const message = [readCause(state.error.Cause ?? ""), ...whereLogsAre(state.cluster, ports.clusterLogs)];
  const failure = { name: state.error.Error, message: message.filter(Boolean).join("\n") };
  await ports.database.transaction(async (transaction) => {
    if (!(await hasLeases(transaction))) return;
    await transaction.query(
      `update citypulse.runs set status = 'failed', ended_at = $2, error_name = $3, error_message = $4
       where execution = $1 and status = 'running'`,
      [execution, ports.clock.now(), failure.name, storable(failure.message)],
    );
    await releaseLease(transaction, execution);
  });
  return failure;
}

/** EMR does not always say which log is a step's, and a step that took too long is no answer of EMR's at all. */
const whereLogsAre = (
  cluster: { readonly ClusterId: string } | undefined,
  logs: string | undefined,
): string[] =>
  cluster === undefined || logs === undefined
    ? []
    : [`The logs of the cluster's steps: ${logs.replace(/\/$/, "")}/${cluster.ClusterId}/steps/`];

/** A message quotes what people gave, and PostgreSQL has no NUL. */
const storable = (message: string): string => message.replaceAll("\0", "\ufffd");

/** The message of a Cause, which is a Lambda's error as JSON, a failed EMR step as JSON, or plain text. */
export function readCause(cause: string): string {
  try {
    return z.union([LambdaCause, StepCause]).catch(cause).parse(JSON.parse(cause));
  } catch {
    return cause;
  }
}
