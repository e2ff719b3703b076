import type { Json } from "../../functions/ports.ts";
import { type Outcome, type StateEvent, startExecution } from "../../local/engine/execution.ts";
import { lambdaTask, type TaskHandler } from "../../local/engine/tasks.ts";
import type { StateMachine } from "../../state-machines/asl.ts";

/** What a function or a service answers, or the error it fails with. */
export type Reply = Json | Error;

/** One answer for each call; the last one stands for all that follow. */
export type Replies<Task extends string> = Readonly<Record<Task, readonly [Reply, ...Reply[]]>>;

export interface Call {
  readonly task: string;
  readonly parameters: Json;
}

export interface Executed {
  readonly outcome: Outcome;
  /** Those that were entered, in order. */
  readonly states: string[];
  readonly calls: Call[];
  readonly events: StateEvent[];
}

/** An execution whose Tasks answer as told, with no pause anywhere; its name is the end of its ARN. */
export async function executeMachine<Task extends string>(
  machine: StateMachine,
  arn: string,
  replies: Replies<Task>,
  input: Json,
): Promise<Executed> {
  const calls: Call[] = [];
  const events: StateEvent[] = [];
  const tasks = Object.entries<readonly Reply[]>(replies).map(([task, answers]) => {
    const left = [...answers];
    const answer = async (): Promise<Json> => {
      const reply = left.length > 1 ? left.shift() : left[0];
      if (reply instanceof Error) throw reply;
      return reply ?? null;
    };
    const handler = invokesFunction(machine, task) ? lambdaTask(answer) : answer;
    const record: TaskHandler = (parameters) => {
      calls.push({ task, parameters });
      return handler(parameters);
    };
    return [task, record] as const;
  });
  const { outcome } = startExecution({
    definition: machine,
    tasks: Object.fromEntries(tasks),
    arn,
    name: arn.split(":").at(-1) ?? arn,
    input,
    onEvent: (event) => events.push(event),
    pauseMilliseconds: 0,
  });
  const ended = await outcome;
  const states = events.filter(({ kind }) => kind === "entered").map(({ state }) => state);
  return { outcome: ended, states, calls, events };
}

/** Whether the Task invokes a function; the others call EMR or SNS. */
export const invokesFunction = ({ States }: StateMachine, task: string): boolean =>
  Object.entries(States).some(
    ([name, state]) => name === task && "Resource" in state && state.Resource.endsWith("lambda:invoke"),
  );
