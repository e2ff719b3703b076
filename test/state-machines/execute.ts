import type { Json } from "../../functions/ports.ts";
import { type Outcome, type StateEvent, startExecution } from "../../local/engine/execution.ts";
import { lambdaTask, type TaskHandler } from "../../local/engine/tasks.ts";
import { type NeighbourhoodTask, neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { exampleResources } from "./resources.ts";

export const machine = neighbourhoodStateMachine(exampleResources);

export const EXECUTION = "arn:aws:states:eu-west-2:123456789012:execution:neighbourhood:weekly-2026-11-16";

export const run = {
  runId: "2026-11-16",
  scheduledTime: "2026-11-16T06:00:00.000Z",
  batchNr: 20261116,
  engine: "auto",
  stations: null,
  from: null,
  to: null,
};
export const extract = { cursor: null, done: true, resumeAt: null, records: 1000, pages: 10 };
export const closed = {
  runId: run.runId,
  status: "succeeded",
  posts: { read: 1000, accepted: 990, duplicates: 4, unplaced: 96, rejected: 6 },
};

/** What a function or a service answers, or the error it fails with. */
type Reply = Json | Error;

/** One answer for each call; the last one stands for all that follow. */
type Replies = Readonly<Record<NeighbourhoodTask, readonly [Reply, ...Reply[]]>>;

const undisturbed: Replies = {
  PrepareDatabase: [run],
  ExtractPosts: [extract],
  Analyse: [{ cursor: null, done: true, counts: closed.posts }],
  PlanCluster: [{ done: false, core: 2, task: 3 }],
  CreateCluster: [{ ClusterId: "j-EXAMPLE", Cluster: { Status: { State: "WAITING" } } }],
  CopyIn: [{ StepId: "s-1" }],
  Sentiment: [{ StepId: "s-2" }],
  CopySentimentOut: [{ StepId: "s-3" }],
  Topics: [{ StepId: "s-4" }],
  CopyTopicsOut: [{ StepId: "s-5" }],
  TerminateCluster: [{ ClusterId: "j-EXAMPLE" }],
  TerminateFailedCluster: [{ ClusterId: "j-EXAMPLE" }],
  ListResults: [{ counts: closed.posts }],
  LoadResults: [{ cursor: null, done: true, accepted: 990 }],
  Publish: [{ latest: true }],
  CloseRun: [closed],
  RecordFailure: [{}],
  Notify: [{ MessageId: "m-1" }],
};

export interface Call {
  readonly task: string;
  readonly parameters: Json;
}

/** An execution whose Tasks answer as told, with no pause anywhere. */
export async function execute(
  replies: Partial<Replies> = {},
  input: Json = {},
): Promise<{ outcome: Outcome; states: string[]; calls: Call[]; events: StateEvent[] }> {
  const calls: Call[] = [];
  const events: StateEvent[] = [];
  const tasks = Object.entries({ ...undisturbed, ...replies }).map(([task, answers]) => {
    const left = [...answers];
    const answer = async (): Promise<Json> => {
      const reply = left.length > 1 ? left.shift() : left[0];
      if (reply instanceof Error) throw reply;
      return reply ?? null;
    };
    const handler = isLambda(task) ? lambdaTask(answer) : answer;
    const record: TaskHandler = (parameters) => {
      calls.push({ task, parameters });
      return handler(parameters);
    };
    return [task, record] as const;
  });
  const { outcome } = startExecution({
    definition: machine,
    tasks: Object.fromEntries(tasks),
    arn: EXECUTION,
    name: "weekly-2026-11-16",
    input,
    onEvent: (event) => events.push(event),
    pauseMilliseconds: 0,
  });
  const ended = await outcome;
  const states = events.filter(({ kind }) => kind === "entered").map(({ state }) => state);
  return { outcome: ended, states, calls, events };
}

/** Whether the Task invokes a function; the others call EMR or SNS. */
export const isLambda = (task: string): boolean =>
  Object.entries(machine.States).some(
    ([name, state]) => name === task && "Resource" in state && state.Resource.endsWith("lambda:invoke"),
  );

/** The parameters of the one call of `task`. */
export function parametersOf(calls: readonly Call[], task: NeighbourhoodTask): Json {
  const own = calls.filter((call) => call.task === task);
  if (own.length !== 1 || own[0] === undefined) throw new Error(`${task} was called ${own.length} times`);
  return own[0].parameters;
}
