import type { ExecutionState, Executions } from "../../../functions/runs/ports.ts";
import type { StateMachine } from "../../../state-machines/asl.ts";
import { between, type Faults, never, request, type World } from "./chance.ts";
import { type Host, type Position, walk } from "./interpreter.ts";

export interface FakeExecution {
  readonly arn: string;
  readonly name: string;
  /** Each change of its state, the newest last; `at` is when it came about. */
  readonly history: { readonly at: number; readonly state: ExecutionState }[];
  position: Position;
  redrives: number;
}

const OF_CLEAN_UP: Faults = {
  refused: [[4, "ThrottlingException"]],
  done: [],
  unanswered: 0,
  slowSeconds: 10,
};

/** DescribeExecution may answer what was true so many seconds ago. */
const LAG_SECONDS = 3;

export interface FakeStepFunctions {
  readonly executions: ReadonlyMap<string, FakeExecution>;
  start(name: string): FakeExecution;
  /** Does nothing where it does not run. */
  abort(execution: FakeExecution): void;
  /** Goes on with the state at which it was aborted or timed out. */
  redrive(execution: FakeExecution): void;
  port(isUndisturbed: boolean): Executions;
}

export interface StepFunctionsHost {
  readonly machine: StateMachine;
  readonly perform: Host["perform"];
  /** Told of each state that is entered. */
  onEnter(execution: FakeExecution): void;
  onEnd(execution: FakeExecution, state: ExecutionState): void;
}

export const stateOf = ({ history }: FakeExecution): ExecutionState => {
  const newest = history.at(-1);
  if (newest === undefined) throw new Error("An execution has a state from its start.");
  return newest.state;
};
export const isRunning = (execution: FakeExecution | undefined): boolean =>
  execution !== undefined && stateOf(execution).status === "RUNNING";

/** Step Functions in virtual time: runs the machine, ends by itself, by an abort or by TimeoutSeconds. */
export function fakeStepFunctions(world: World, host: StepFunctionsHost): FakeStepFunctions {
  const { time, random } = world;
  const executions = new Map<string, FakeExecution>();
  const now = (): Date => new Date(time.now() * 1000);
  const change = (execution: FakeExecution, state: ExecutionState): void =>
    void execution.history.push({ at: time.now(), state });

  function end(execution: FakeExecution, ended: Omit<ExecutionState, "since">): void {
    const state = { ...ended, since: stateOf(execution).since };
    change(execution, state);
    host.onEnd(execution, state);
  }

  async function run(execution: FakeExecution): Promise<void> {
    change(execution, { status: "RUNNING", since: now() });
    const own = execution.history.length;
    /** False as soon as it has ended, be it that it was redriven since. */
    const runs = (): boolean => execution.history.length === own;
    time.after(host.machine.TimeoutSeconds, () => {
      if (runs()) end(execution, { status: "TIMED_OUT" });
    });
    const { arn: Id, name: Name } = execution;
    const StartTime = now().toISOString();
    const ended = await walk(
      {
        machine: host.machine,
        time,
        context: { Execution: { Id, Name, Input: { runId: Name, engine: "emr" }, StartTime } },
        random: random.next,
        // What is under way when the execution ends goes on; nothing new begins.
        perform: (...task) => (runs() ? host.perform(...task) : never()),
        enter(position) {
          if (!runs()) return false;
          execution.position = position;
          host.onEnter(execution);
          return runs();
        },
      },
      execution.position,
    );
    if (ended !== undefined && runs()) end(execution, ended);
  }

  return {
    executions,
    start(name) {
      const arn = `arn:aws:states:eu-west-2:123456789012:execution:neighbourhood:${name}`;
      const position = { state: host.machine.StartAt, data: {} };
      const execution: FakeExecution = { arn, name, history: [], position, redrives: 0 };
      executions.set(arn, execution);
      time.after(0, () => run(execution));
      return execution;
    },
    abort(execution) {
      if (isRunning(execution)) end(execution, { status: "ABORTED" });
    },
    redrive(execution) {
      if (!["ABORTED", "TIMED_OUT"].includes(stateOf(execution).status)) return;
      execution.redrives++;
      time.after(0, () => run(execution));
    },
    port: (isUndisturbed) => ({
      find: (arn) =>
        request(world, isUndisturbed ? { ...OF_CLEAN_UP, refused: [] } : OF_CLEAN_UP, () => {
          const seen = time.now() - between(world, 0, LAG_SECONDS);
          const history = executions.get(arn)?.history ?? [];
          return (history.findLast(({ at }) => at <= seen) ?? history[0])?.state;
        }),
    }),
  };
}
