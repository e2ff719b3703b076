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

/** What a Cause says, and the EMR step that it tells of. */
interface ParsedCause {
  readonly message: string;
  readonly stepId?: string | undefined;
}

/** What Lambda puts into a Cause: the error as JSON. */
const LambdaCause = z
  .object({ errorMessage: z.string() })
  .transform(({ errorMessage }): ParsedCause => ({ message: errorMessage }));

/** What Step Functions puts there for a failed EMR step: DescribeStep's answer. */
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
  /** Left out by who knows no cluster. */
  readonly stepLogs?: StepLogs;
}

export interface Failure {
  readonly name: string;
  readonly message: string;
}

/**
 * Writes why the run failed and gives the lease back. The run is the one that the execution opened; where it
 * failed before that, there is no row to write to, and the execution's own history is the record. A run whose
 * end is recorded already keeps it: the clean-up comes after the state machine, and may come more than once.
 *
 * Where a step of a cluster failed, the message has the end of its stderr too if that is there by now (stepLogLines);
 * there is no waiting for it.
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

/** The message of the Cause, and what the logs of the step say where a cluster was at work. */
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

/** A message quotes what people gave, and PostgreSQL has no NUL. */
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
