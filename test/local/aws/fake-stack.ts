import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { z } from "zod";
import type { Json } from "../../../functions/ports.ts";
import { machine } from "../../state-machines/execute.ts";
import { type FakeAwsJson, refusal, startFakeAwsJson } from "../../support/fake-aws-json.ts";
import { BEGIN } from "./history-of.ts";

export const MACHINE = "arn:aws:states:eu-west-2:123456789012:stateMachine:citypulse-dev-neighbourhood";
export const EXECUTIONS = MACHINE.replace(":stateMachine:", ":execution:");

export interface FakeExecution {
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** What each further request for the history shows; the last one stays. */
  histories: (readonly HistoryEvent[])[];
}

/** The state machine of a pipeline. */
export interface FakeMachine {
  readonly arn: string;
  /** By their names, in the order of their start. */
  readonly executions: Map<string, FakeExecution>;
  /** An execution that is there. */
  add(name: string, execution?: Partial<FakeExecution>): FakeExecution;
}

/** The machine of the neighbourhood, and those that are deployed beside it. */
export interface FakeStack extends FakeAwsJson, FakeMachine {
  /** Deploys one more machine. */
  deploy(pipeline: string, definition: object): FakeMachine;
  /** The inputs of the requests for this operation. */
  asked(operation: string): Json[];
  /** What a process is started with to find the stack. */
  readonly environment: Readonly<Record<string, string>>;
}

const Input = z.object({
  stateMachineArn: z.string().optional(),
  executionArn: z.string().optional(),
  name: z.string().optional(),
  input: z.string().optional(),
  statusFilter: z.string().optional(),
  nextToken: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** Step Functions and EMR with the one stack `dev`, over HTTP. */
export async function startFakeStack({ pageSize = 1000 } = {}): Promise<FakeStack> {
  const server = await startFakeAwsJson();
  const machines = new Map<string, FakeMachine & { readonly definition: object }>();
  const deploy: FakeStack["deploy"] = (pipeline, definition) => {
    const arn = MACHINE.replace(/neighbourhood$/, pipeline);
    const machine = { arn, definition, ...fakeExecutions() };
    machines.set(arn, machine);
    return machine;
  };
  const neighbourhood = deploy("neighbourhood", machine);
  const machineOf = (arn = "") => {
    const found = machines.get(arn.replace(/:execution:([^:]*):.*$/, ":stateMachine:$1"));
    if (found === undefined) throw new Error(`There is no machine ${arn}.`);
    return found;
  };
  const known = (given: Json, answer: (execution: FakeExecution, arn: string) => Json) => {
    const { executionArn: arn = "" } = Input.parse(given);
    const execution = machineOf(arn).executions.get(nameOf(arn));
    return execution === undefined ? refusal("ExecutionDoesNotExist") : { body: answer(execution, arn) };
  };
  Object.assign(server.operations, {
    ListStateMachines: () => ({
      body: {
        stateMachines: [...machines.keys()].map((arn) => ({
          ...{ stateMachineArn: arn, name: nameOf(arn), type: "STANDARD", creationDate: 0 },
        })),
      },
    }),
    ListExecutions: (given: Json) => {
      const { statusFilter, stateMachineArn: arn } = Input.parse(given);
      const found = [...machineOf(arn).executions]
        .reverse()
        .filter(([, { status }]) => statusFilter === undefined || status === statusFilter);
      return {
        body: { executions: found.map(([name]) => ({ executionArn: executionArn(arn, name), name })) },
      };
    },
    DescribeExecution: (given: Json) =>
      known(given, ({ histories: _, startedAt, ...execution }, arn) => ({
        ...{ executionArn: arn, stateMachineArn: machineOf(arn).arn, name: nameOf(arn) },
        ...{ startDate: startedAt / 1000, ...execution },
      })),
    StartExecution: (given: Json) => {
      const { name = "", input = "{}", stateMachineArn: arn } = Input.parse(given);
      const { executions, add } = machineOf(arn);
      const there = executions.get(name);
      if (there !== undefined && (there.status !== "RUNNING" || there.input !== input))
        return refusal("ExecutionAlreadyExists");
      if (there === undefined) add(name, { input });
      return { body: { executionArn: executionArn(arn, name), startDate: BEGIN / 1000 } };
    },
    StopExecution: (given: Json) =>
      known(given, (execution) => {
        const { error = "", cause = "" } = Input.parse(given);
        Object.assign(execution, { status: "ABORTED", error, cause });
        return { stopDate: BEGIN / 1000 };
      }),
    DescribeStateMachine: (given: Json) => {
      const { arn, definition } = machineOf(Input.parse(given).stateMachineArn);
      return { body: { stateMachineArn: arn, definition: JSON.stringify(definition) } };
    },
    GetExecutionHistory: (given: Json) =>
      known(given, ({ histories }) => {
        const from = Number(Input.parse(given).nextToken ?? 0);
        const history = (from === 0 && histories.length > 1 ? histories.shift() : histories[0]) ?? [];
        const next = from + pageSize < history.length ? { nextToken: String(from + pageSize) } : {};
        return { events: history.slice(from, from + pageSize).map(wire), ...next };
      }),
  });
  const { endpoint, region, credentials } = server.settings;
  return {
    ...server,
    ...neighbourhood,
    deploy,
    asked: (operation) =>
      server.requests.filter(({ target }) => target.endsWith(`.${operation}`)).map(({ input }) => input),
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
    },
  };
}

function fakeExecutions(): Pick<FakeMachine, "executions" | "add"> {
  const executions = new Map<string, FakeExecution>();
  return {
    executions,
    add(name, execution = {}) {
      const added: FakeExecution = {
        ...{ status: "RUNNING", input: "{}", startedAt: BEGIN, histories: [[]], ...execution },
      };
      executions.set(name, added);
      return added;
    },
  };
}

const nameOf = (arn: string): string => arn.split(":").at(-1) ?? "";

const executionArn = (machineArn = "", name = ""): string =>
  `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** As the JSON protocol has it, with its times in seconds. */
const wire = (event: HistoryEvent): Json =>
  z
    .json()
    .parse(JSON.parse(JSON.stringify({ ...event, timestamp: (event.timestamp?.getTime() ?? 0) / 1000 })));

/** EMR's answers about a cluster whose machines began with the execution; those on Spot are the task fleet's. */
export function addCluster(
  stack: FakeStack,
  state: string,
  step: { readonly Name: string; readonly State: string } | null,
  hours: number | null,
): void {
  const machineOf = (InstanceType: string, Market: string) => ({
    ...{ Id: `ci-${InstanceType}-${Market}`, InstanceType, Market },
    Status: {
      State: hours === null ? "RUNNING" : "TERMINATED",
      Timeline: {
        CreationDateTime: BEGIN / 1000,
        ...(hours === null ? {} : { EndDateTime: BEGIN / 1000 + hours * 3600 }),
      },
    },
  });
  Object.assign(stack.operations, {
    DescribeCluster: () => ({ body: { Cluster: { Id: "j-EXAMPLE", Status: { State: state } } } }),
    ListSteps: () => ({
      body: { Steps: step === null ? [] : [{ Id: "s-1", Name: step.Name, Status: { State: step.State } }] },
    }),
    ListInstances: (given: Json) =>
      z.object({ Marker: z.string() }).safeParse(given).success
        ? { body: { Instances: [machineOf("m7g.2xlarge", "SPOT")] } }
        : { body: { Instances: [machineOf("m7g.xlarge", "ON_DEMAND")], Marker: "second" } },
  });
}
