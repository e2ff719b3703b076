import type { Json } from "../../functions/ports.ts";
import { type NeighbourhoodTask, neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import {
  type Call,
  type Executed,
  executeMachine,
  invokesFunction,
  type Replies,
} from "./execute-machine.ts";
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

const undisturbed: Replies<NeighbourhoodTask> = {
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

/** An execution whose Tasks answer as told, with no pause anywhere. */
export const execute = (
  replies: Partial<Replies<NeighbourhoodTask>> = {},
  input: Json = {},
): Promise<Executed> => executeMachine(machine, EXECUTION, { ...undisturbed, ...replies }, input);

/** Whether the Task invokes a function; the others call EMR or SNS. */
export const isLambda = (task: string): boolean => invokesFunction(machine, task);

/** The parameters of the one call of `task`. */
export function parametersOf(calls: readonly Call[], task: NeighbourhoodTask): Json {
  const own = calls.filter((call) => call.task === task);
  if (own.length !== 1 || own[0] === undefined) throw new Error(`${task} was called ${own.length} times`);
  return own[0].parameters;
}
