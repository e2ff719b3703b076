import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { awsError } from "../../functions/adapters/aws/requests.ts";

/** An execution as Step Functions describes it; input and output are JSON. */
export interface StackExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

/** The executions of one state machine. Its functions throw the errors of awsError. */
export interface StackExecutions {
  /** The ARN of the execution that was started with this name, or is running with it and the same input; null if the name is taken. */
  start(name: string, input: string): Promise<string | null>;
  /** Undefined for an execution that does not exist. The answer can be some seconds old. */
  describe(arn: string): Promise<StackExecution | undefined>;
  /** The ARNs, the newest first. */
  list(status?: ExecutionStatus): AsyncIterable<string>;
  stop(arn: string, error: string, cause: string): Promise<void>;
  /** The state machine's current definition. An execution keeps the definition that it was started with. */
  definition(): Promise<object>;
}

/** Executions per request, at most 1000. To find the newest one, the first page is enough. */
const PAGE = 100;

export function stackExecutions(client: SFNClient, stateMachineArn: string): StackExecutions {
  return {
    async start(name, input) {
      try {
        const started = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
        return started.executionArn ?? executionArn(stateMachineArn, name);
      } catch (error) {
        if (error instanceof ExecutionAlreadyExists) return null;
        throw awsError(`start an execution of ${stateMachineArn}`, error);
      }
    },
    async describe(arn) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
        if (found.status === undefined || found.startDate === undefined)
          throw new Error("The answer holds no status.");
        return {
          arn,
          name: found.name ?? executionName(arn),
          status: found.status,
          startedAt: found.startDate,
          endedAt: found.stopDate ?? null,
          input: found.input ?? "{}",
          output: found.output ?? null,
          error: found.error ?? null,
          cause: found.cause ?? null,
        };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw awsError(`describe the execution ${arn}`, error);
      }
    },
    async *list(status) {
      const filter = status === undefined ? {} : { statusFilter: status };
      try {
        const request = { stateMachineArn, ...filter };
        for await (const page of paginateListExecutions({ client, pageSize: PAGE }, request))
          for (const { executionArn: arn } of page.executions ?? []) if (arn !== undefined) yield arn;
      } catch (error) {
        throw awsError(`list the executions of ${stateMachineArn}`, error);
      }
    },
    async stop(arn, error, cause) {
      try {
        await client.send(new StopExecutionCommand({ executionArn: arn, error, cause }));
      } catch (failure) {
        throw awsError(`stop the execution ${arn}`, failure);
      }
    },
    async definition() {
      try {
        const request = new DescribeStateMachineCommand({ stateMachineArn });
        const { definition } = await client.send(request);
        return JSON.parse(definition ?? "");
      } catch (error) {
        throw awsError(`read the definition of ${stateMachineArn}`, error);
      }
    },
  };
}

/** The ARN of an execution from the ARN of its state machine. */
export const executionArn = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;

/** The name of an execution, which is the end of its ARN. */
export const executionName = (arn: string): string => arn.split(":").at(-1) ?? arn;

/** Each partition of AWS has its own console: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const CONSOLES: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The page of an execution in AWS's console. */
export function consoleLink(arn: string): string {
  const [, partition = "aws", , region = ""] = arn.split(":");
  const host = CONSOLES[partition] ?? "console.aws.amazon.com";
  return `https://${region}.${host}/states/home?region=${region}#/v2/executions/details/${arn}`;
}
