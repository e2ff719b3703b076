import { z } from "zod";
import type { Clock, Database } from "../ports.ts";
import { hasLeases, releaseLeases } from "./lease.ts";
import type { StepLogs } from "./ports.ts";
import { stepLogLines } from "./step-logs.ts";

const Event = z.object({
  state: z.object({
    error: z.object({ Error: z.string(), Cause: z.string().optional() }),
    cluster: z.object({ ClusterId: z.string() }).optional(),
  }),
  execution: z.string(),
});

/** The message of a Cause, and the EMR step that it is about. */
interface ParsedCause {
  readonly message: string;
  readonly stepId?: string | undefined;
}

/** What Lambda puts into a Cause: the error as JSON. */
const LambdaCause = z
  .object({ errorMessage: z.string() })
  .transform(({ errorMessage }): ParsedCause => ({ message: errorMessage }));

/** What Step Functions puts into a Cause for a failed EMR step: the answer of DescribeStep. */
const StepCause = z
  .object({
    Step: z.object({
      Id: z.string().optional(),
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
  .transform(({ Step: { Id, Name, Status } }): ParsedCause => {
    const { Reason, Message, LogFile } = Status.FailureDetails ?? {};
    const details = [Reason, Message, LogFile === undefined ? undefined : `Its log: ${LogFile}`];
    const lines = [`Step ${Name} ended as ${Status.State}.`, ...details.filter(Boolean)];
    return { message: lines.join("\n"), stepId: Id };
  });

export interface RecordFailurePorts {
  readonly database: Database;
  readonly clock: Clock;
  /** Omitted by pipelines without clusters. */
  readonly stepLogs?: StepLogs;
}

export interface Failure {
  readonly name: string;
  readonly message: string;
}

/**
 * Records why the run failed and releases the lease. The run is the one that the execution opened. If the execution
 * failed before that, there is no row to update, and only the execution's history has the failure. A recorded end is
 * never replaced: the clean-up runs after the state machine, and can run more than once.
 *
 * If a step of a cluster failed, the message includes the end of its stderr, if that is already stored (stepLogLines).
 * This function does not wait for it.
 */
export async function recordFailure(event: unknown, ports: RecordFailurePorts): Promise<Failure> {
  const { state, execution } = Event.parse(event);
  const failure = { name: state.error.Error, message: await describe(state, ports) };
  await ports.database.transaction(async (transaction) => {
    if (!(await hasLeases(transaction))) return;
    await transaction.query(
      `update citypulse.runs set status = 'failed', ended_at = $2, error_name = $3, error_message = $4
       where execution = $1 and status = 'running'`,
      [execution, ports.clock.now(), failure.name, storable(failure.message)],
    );
    await releaseLeases(transaction, execution);
  });
  return failure;
}

/** The message of the Cause and, if a cluster was running, the last lines of the step's log. */
async function describe(
  { error, cluster }: z.infer<typeof Event>["state"],
  { stepLogs, clock }: RecordFailurePorts,
): Promise<string> {
  const { message, stepId } = parseCause(error.Cause ?? "");
  if (cluster === undefined || stepLogs === undefined) return message;
  const step = { clusterId: cluster.ClusterId, stepId };
  const lines = await stepLogLines(step, message, { logs: stepLogs, clock });
  return [message, ...lines].filter(Boolean).join("\n");
}

/** A message can quote input that has a NUL, which PostgreSQL cannot store. */
const storable = (message: string): string => message.replaceAll("\0", "\ufffd");

/** The message of a Cause, which is a Lambda's error as JSON, a failed EMR step as JSON, or plain text. */
export const readCause = (cause: string): string => parseCause(cause).message;

function parseCause(cause: string): ParsedCause {
  const plain = { message: cause };
  try {
    return z.union([LambdaCause, StepCause]).catch(plain).parse(JSON.parse(cause));
  } catch {
    return plain;
  }
}
