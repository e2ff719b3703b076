import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  type SFNClientConfig,
} from "@aws-sdk/client-sfn";
import type { ExecutionState, Executions } from "../../runs/ports.ts";
import { awsError, RETRIES } from "./requests.ts";

/**
 * The executions of Step Functions. Requests that it throttles are made again, slower. Throws InvalidInput where
 * it refuses us (credentials, permission), PipelineError for what is left after that.
 */
export function stepFunctionsExecutions(settings: SFNClientConfig = {}): Executions {
  const client = new SFNClient({ ...RETRIES, ...settings });
  return {
    async find(arn) {
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
        const { status, startDate, redriveDate, error, cause } = found;
        const since = redriveDate ?? startDate;
        if (status === undefined || since === undefined) throw new Error("The answer holds no status.");
        return {
          status: statusOf(status),
          since,
          ...(error === undefined ? {} : { error }),
          ...(cause === undefined ? {} : { cause }),
        };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw awsError(`find out how execution ${arn} is doing`, error);
      }
    },
  };
}

const statusOf = (status: ExecutionStatus): ExecutionState["status"] =>
  status === "PENDING_REDRIVE" ? "RUNNING" : status;
