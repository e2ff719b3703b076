import type { Json } from "../../functions/ports.ts";
import { type Outcome, type StateEvent, startExecution } from "../../local/engine/execution.ts";
import { lambdaTask, type TaskHandler } from "../../local/engine/tasks.ts";
import { functionArns } from "../../state-machines/asl.ts";
import { COMPLIANCE_FUNCTIONS, type ComplianceResources } from "../../state-machines/compliance/resources.ts";
import { type ComplianceTask, complianceStateMachine } from "../../state-machines/compliance.ts";
import type { Call } from "./execute.ts";

const functionArn = (name: string): string =>
  `arn:aws:lambda:eu-west-2:123456789012:function:citypulse-compliance-${name}`;

/** What a stack in AWS fills in, with an account that does not exist. */
export const complianceResources: ComplianceResources = {
  functions: functionArns(COMPLIANCE_FUNCTIONS, functionArn),
  failureTopic: "arn:aws:sns:eu-west-2:123456789012:citypulse-failures",
};

export const complianceMachine = complianceStateMachine(complianceResources);

export const CHECK_EXECUTION = "arn:aws:states:eu-west-2:123456789012:execution:compliance:daily-2026-11-16";

export const check = { checkId: "20261116T180000Z", scheduledTime: "2026-11-16T18:00:00.000Z" };
export const list = { cursor: null, done: true, ids: 3_000, jobs: 1 };
export const submitted = {
  ...{ chunk: 0, attempt: 1, id: "1425", submitted: true, done: false },
  resumeAt: "2026-11-16T18:01:00.000Z",
};
export const answered = { ...submitted, chunk: 1, id: null, submitted: false, done: true };
export const removal = { resumeAt: null, removed: 12, runs: 3 };
export const finished = { cursor: null, done: true };
export const report = { checkId: check.checkId, status: "succeeded", asked: 3_000, removed: 12, runs: 3 };

type Reply = Json | Error;
type Replies = Readonly<Record<ComplianceTask, readonly [Reply, ...Reply[]]>>;

const undisturbed: Replies = {
  ListPosts: [{ check, list }],
  SubmitJob: [submitted],
  CheckJob: [answered],
  PrepareRemoval: [removal],
  RemovePosts: [finished],
  RebuildRuns: [finished],
  PurgeVersions: [{ done: true }],
  VacuumDatabase: [{ tables: 3 }],
  CloseCheck: [report],
  RecordFailure: [{}],
  Notify: [{ MessageId: "m-1" }],
};

/** An execution whose Tasks answer as told, the last answer as often as asked, with no pause anywhere. */
export async function executeCheck(
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
    const handler = task === "Notify" ? answer : lambdaTask(answer);
    const record: TaskHandler = (parameters) => {
      calls.push({ task, parameters });
      return handler(parameters);
    };
    return [task, record] as const;
  });
  const { outcome } = startExecution({
    definition: complianceMachine,
    tasks: Object.fromEntries(tasks),
    arn: CHECK_EXECUTION,
    name: "daily-2026-11-16",
    input,
    onEvent: (event) => events.push(event),
    pauseMilliseconds: 0,
  });
  const ended = await outcome;
  const states = events.filter(({ kind }) => kind === "entered").map(({ state }) => state);
  return { outcome: ended, states, calls, events };
}

/** The payloads of the calls of `task`, in order. */
export const payloadsOf = (calls: readonly Call[], task: ComplianceTask): Json[] =>
  calls
    .filter((call) => call.task === task)
    .map(({ parameters }) =>
      typeof parameters === "object" && parameters !== null && "Payload" in parameters
        ? (parameters.Payload ?? null)
        : null,
    );
