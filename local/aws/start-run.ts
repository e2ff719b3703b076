import { InvalidInput, PipelineError } from "../../functions/errors.ts";
import { type ExecutedRun, optionName, runOf } from "./executed-run.ts";
import { executionArn, executionName, type StackExecution } from "./executions.ts";
import type { StackMachine } from "./machines.ts";

export interface StartedRun {
  readonly arn: string;
  readonly name: string;
  /** False if the run was running already. */
  readonly isNew: boolean;
  /** The names of the running executions of other runs of the pipeline. */
  readonly others: readonly string[];
}

/** Names are free again 90 days after the execution's end. */
const MOST_ATTEMPTS = 99;

/**
 * Starts a run. The execution has the run's id as its name, followed by `-2` and so on for further attempts. A run
 * that is running with the same input is not started twice; throws InvalidInput if it is running with another one.
 */
export async function startRun(
  { arn: machineArn, executions, pipeline }: StackMachine,
  run: ExecutedRun,
): Promise<StartedRun> {
  const others: string[] = [];
  for await (const arn of executions.list("RUNNING")) {
    const running = await executions.describe(arn);
    if (running === undefined || !isRunning(running)) continue;
    const other = runOf(pipeline, running);
    if (other?.runId === run.runId) return sameRun(running, other, run);
    others.push(running.name);
  }
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const name = attempt === 1 ? run.runId : `${run.runId}-${attempt}`;
    const found = await executions.describe(executionArn(machineArn, name));
    // The list of running executions may be some seconds old.
    const other = found !== undefined && isRunning(found) ? runOf(pipeline, found) : null;
    if (found !== undefined && other?.runId === run.runId) return sameRun(found, other, run);
    const arn = found === undefined ? await executions.start(name, run.input) : null;
    if (arn !== null) return { arn, name: executionName(arn), isNew: true, others };
  }
  throw new PipelineError(
    `Run ${run.runId} was started ${MOST_ATTEMPTS} times in 90 days: no name is left for another execution.`,
    { hint: `Give the run another id with ${optionName(pipeline.idOption)}.` },
  );
}

const isRunning = ({ status }: StackExecution): boolean =>
  status === "RUNNING" || status === "PENDING_REDRIVE";

function sameRun(
  { arn, name, input: given }: StackExecution,
  other: ExecutedRun,
  run: ExecutedRun,
): StartedRun {
  if (other.input === run.input) return { arn, name, isNew: false, others: [] };
  throw new InvalidInput(
    `Run ${run.runId} is running with another input, ${given}, as the execution ${name}.`,
    {
      hint: `Wait until it has ended, or end it with \`citypulse stop\`; then start it with ${run.input}.`,
    },
  );
}
