import { InvalidInput, PipelineError } from "../../functions/errors.ts";
import type { Run } from "../../functions/neighbourhood/run.ts";
import { executionArn, executionName } from "./arn.ts";
import type { StackExecution, StackExecutions } from "./executions.ts";
import { runOf } from "./run-outcome.ts";

export interface StartedRun {
  readonly arn: string;
  readonly name: string;
  /** False where the run was at work already. */
  readonly isNew: boolean;
  /** The names of the executions of other runs that are at work: only one run may be. */
  readonly others: readonly string[];
}

/** Names are free again 90 days after the execution's end. */
const MOST_ATTEMPTS = 99;

/** What is handed to the state machine: the same run asked for in other words is the same input. */
export const executionInput = ({ runId, engine, stations, from, to }: Run): string =>
  JSON.stringify({
    runId,
    engine,
    ...(stations === null ? {} : { stations: [...stations].sort() }),
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  });

/**
 * Starts a run. The execution has the run's id as its name, and for a further attempt `-2` and so on behind it. A run
 * that is at work with the same input is not started twice; throws InvalidInput where it is with another one.
 */
export async function startRun(
  executions: StackExecutions,
  stateMachineArn: string,
  run: Run,
): Promise<StartedRun> {
  const input = executionInput(run);
  const others: string[] = [];
  for await (const arn of executions.list("RUNNING")) {
    const running = await executions.describe(arn);
    if (running === undefined || !isRunning(running)) continue;
    if (runOf(running)?.runId === run.runId) return sameRun(running, run, input);
    others.push(running.name);
  }
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const name = attempt === 1 ? run.runId : `${run.runId}-${attempt}`;
    const found = await executions.describe(executionArn(stateMachineArn, name));
    // The list of those that run may be some seconds old.
    if (found !== undefined && isRunning(found) && runOf(found)?.runId === run.runId)
      return sameRun(found, run, input);
    const arn = found === undefined ? await executions.start(name, input) : null;
    if (arn !== null) return { arn, name: executionName(arn), isNew: true, others };
  }
  throw new PipelineError(
    `Run ${run.runId} was started ${MOST_ATTEMPTS} times in 90 days: no name is left.`,
    {
      hint: "Give the run another id with --run.",
    },
  );
}

const isRunning = ({ status }: StackExecution): boolean =>
  status === "RUNNING" || status === "PENDING_REDRIVE";

function sameRun(running: StackExecution, run: Run, input: string): StartedRun {
  const { arn, name, input: given } = running;
  const other = runOf(running);
  if (other !== null && executionInput(other) === input) return { arn, name, isNew: false, others: [] };
  throw new InvalidInput(
    `Run ${run.runId} is at work with another input, ${given}, as the execution ${name}.`,
    {
      hint: `Wait for its end, or end it with \`citypulse stop\`, and start it then with ${input}.`,
    },
  );
}
