import { withConcurrency } from "../../functions/concurrency.ts";
import { openAws } from "../aws/clients.ts";
import { runOf, runOutcome } from "../aws/executed-run.ts";
import type { StackExecution } from "../aws/executions.ts";
import { findMachines, type StackMachine } from "../aws/machines.ts";
import { StackOptions, withRegion } from "../aws/stack-options.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { parseOptions } from "../terminal/options.ts";
import { formatRuns } from "./runs-table.ts";

/** Step Functions answers about 15 of these per second. */
const AT_ONCE = 8;

/** Lists a stack's executions of the last 90 days, the newest first, as `citypulse runs` lists a home's runs. */
export async function stackRuns(given: unknown): Promise<void> {
  const { stack, region, pipeline, json } = await withRegion(parseOptions(StackOptions, given));
  const aws = await openAws({ region });
  const found: { readonly machine: StackMachine; readonly execution: StackExecution }[] = [];
  for (const machine of await findMachines(aws, stack, pipeline))
    for (const execution of await describeAll(machine)) found.push({ machine, execution });
  found.sort((left, right) => right.execution.startedAt.getTime() - left.execution.startedAt.getTime());
  const rows = found.map(({ machine, execution }) => stackRun(machine.pipeline, execution));
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : formatRuns(rows));
}

/** All executions of a machine that Step Functions still knows, the newest first. */
async function describeAll({ executions }: StackMachine): Promise<StackExecution[]> {
  const arns = await Array.fromAsync(executions.list());
  const found = new Map<string, StackExecution>();
  await withConcurrency(arns, {
    size: AT_ONCE,
    hasTime: () => true,
    work: async (arn) => {
      const execution = await executions.describe(arn);
      if (execution !== undefined) found.set(arn, execution);
    },
  });
  return arns.flatMap((arn) => found.get(arn) ?? []);
}

/** A row of `citypulse runs`, with its execution. The engine is the requested one. */
export function stackRun(pipeline: PipelineExecutions, execution: StackExecution) {
  const { status, posts, error } = runOutcome({
    status: execution.status,
    output: execution.output === null ? null : JSON.parse(execution.output),
    failure: execution.error === null ? null : { error: execution.error, cause: execution.cause ?? "" },
  });
  const run = runOf(pipeline, execution);
  return {
    pipeline: pipeline.name,
    runId: run?.runId ?? null,
    status,
    engine: run?.engine ?? null,
    read: posts?.read ?? null,
    accepted: posts?.accepted ?? null,
    duplicates: posts?.duplicates ?? null,
    unplaced: posts?.unplaced ?? null,
    rejected: posts?.rejected ?? null,
    startedAt: execution.startedAt.toISOString(),
    endedAt: execution.endedAt?.toISOString() ?? null,
    error,
    name: execution.name,
    execution: execution.arn,
  };
}
