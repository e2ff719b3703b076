import { EMRClient, RunJobFlowCommand } from "@aws-sdk/client-emr";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { z } from "zod";
import type { Json } from "../../../functions/ports.ts";
import { type Execution, type Outcome, startExecution } from "../../../local/engine/execution.ts";
import { lambdaTask, type TaskHandler } from "../../../local/engine/tasks.ts";
import type { Account } from "./account.ts";
import { requestOf } from "./cluster-request.ts";
import { type Clusters, startClusters } from "./clusters.ts";

/** What an execution is started with, and what disturbs it. */
export interface RunRequest {
  /** The stack's name of the state machine; the neighbourhood's if omitted. */
  readonly pipeline?: string;
  /** The execution's name, which no other of its state machine has. */
  readonly name: string;
  readonly input: Json;
  /** Whether the jobs on the cluster fail. */
  readonly jobsFail?: boolean;
  /** What the functions are told that is left of their time, by their names; for the first call of each alone. */
  readonly milliseconds?: Readonly<Record<string, number>>;
  /** The state at which the execution is stopped from outside. */
  readonly stopAt?: string;
  /** Hears of each state that is entered. */
  onEntered?(state: string): void;
  /** Does its work where a cluster has been made, with the cluster's id. */
  onCluster?(id: string): Promise<void>;
}

export interface RunResult {
  readonly arn: string;
  readonly outcome: Outcome;
  /** The states that were entered, in order. */
  readonly states: readonly string[];
  /** What SNS was asked to tell. */
  readonly notices: readonly Json[];
}

const Task = z.object({ Type: z.literal("Task"), Resource: z.string() });
const Definition = z.looseObject({ States: z.record(z.string(), z.unknown()) });
const Invocation = z.object({ FunctionName: z.string() });

/**
 * Runs the stack's own definition: its functions as they are deployed, EMR's and SNS's tasks by stand-ins. Moto knows of
 * the execution, which runs there for ever, and of its cluster.
 */
export async function runPipeline(account: Account, request: RunRequest): Promise<RunResult> {
  const { moto } = account;
  const { machine, definition } = machineOf(account, request.pipeline ?? "neighbourhood");
  const { executionArn: arn = "" } = await new SFNClient(moto.settings).send(
    new StartExecutionCommand({ stateMachineArn: String(machine.state.arn), name: request.name }),
  );
  const clusters = await startClusters(account.data, request.jobsFail === true);
  const states: string[] = [];
  const notices: Json[] = [];
  const byResource = tasksOf(account, request, clusters, notices);
  const tasks = Object.entries(definition.States).flatMap(([name, state]) => {
    const { data: task } = Task.safeParse(state);
    const handler = task && byResource[task.Resource.replace("arn:aws:states:::", "")];
    return handler === undefined ? [] : [[name, handler] as const];
  });
  const execution: Execution = startExecution({
    definition,
    tasks: Object.fromEntries(tasks),
    arn,
    name: request.name,
    input: request.input,
    pauseMilliseconds: 0,
    onEvent({ kind, state }) {
      if (kind !== "entered") return;
      states.push(state);
      request.onEntered?.(state);
      if (state === request.stopAt) execution.abort();
    },
  });
  const outcome = await execution.outcome;
  await execution.idle();
  await clusters.close();
  return { arn, outcome, states, notices };
}

/** The names of all states of a pipeline's state machine, in order. */
export const statesOf = (account: Account, pipeline: string): string[] =>
  Object.keys(machineOf(account, pipeline).definition.States).sort();

function machineOf({ stack }: Account, pipeline: string) {
  const machine = stack.find("aws:sfn/stateMachine:StateMachine", pipeline);
  return { machine, definition: Definition.parse(JSON.parse(String(machine.inputs.definition))) };
}

/** What stands behind each integration of Step Functions, by the end of its ARN. */
function tasksOf(
  account: Account,
  request: RunRequest,
  clusters: Clusters,
  notices: Json[],
): Readonly<Record<string, TaskHandler>> {
  const called = new Set<string>();
  async function call(name: string, event: Json): Promise<unknown> {
    const milliseconds = called.has(name) ? undefined : request.milliseconds?.[name];
    called.add(name);
    return await account.invoke(name, event, milliseconds);
  }
  return {
    "lambda:invoke": (parameters) => {
      const { FunctionName } = Invocation.parse(parameters);
      const found = account.functions.all.find(({ arn }) => arn === FunctionName);
      if (found === undefined) throw new Error(`The stack has no function ${FunctionName}.`);
      return lambdaTask((event) => call(found.name, event))(parameters);
    },
    "elasticmapreduce:createCluster.sync": async (parameters) => {
      const client = new EMRClient(account.moto.settings);
      const { JobFlowId = "" } = await client.send(new RunJobFlowCommand(requestOf(parameters)));
      await request.onCluster?.(JobFlowId);
      return await clusters.create(JobFlowId, parameters);
    },
    "elasticmapreduce:addStep.sync": clusters.addStep,
    "elasticmapreduce:terminateCluster.sync": clusters.terminate,
    "sns:publish": async (parameters) => {
      notices.push(parameters);
      return { MessageId: "m-1" };
    },
  };
}
