import { GetExecutionHistoryCommand, InvalidToken, type SFNClient } from "@aws-sdk/client-sfn";
import { awsError } from "../../functions/adapters/aws/aws-error.ts";
import { type ExecutionEvent, executionEvent } from "./execution-event.ts";

export interface ExecutionHistory {
  /** What has happened since it was called last, oldest first. Throws as awsError says, and may be called again. */
  read(): Promise<readonly ExecutionEvent[]>;
}

/** The most that a request may ask for. */
const PAGE = 1000;

/**
 * The history of an execution, read on from where it stopped. The last page has no token for what comes after it, so it
 * is asked for again, by the token that led to it; events have numbers, and those that were seen are left out.
 */
export function executionHistory(client: SFNClient, executionArn: string): ExecutionHistory {
  let token: string | undefined;
  let seen = 0;
  /** Read and not yet told: where a later page fails, they are told by the next call. */
  const untold: ExecutionEvent[] = [];

  async function readPage(): Promise<{ readonly isLast: boolean }> {
    const command = new GetExecutionHistoryCommand({
      executionArn,
      maxResults: PAGE,
      includeExecutionData: true,
      ...(token === undefined ? {} : { nextToken: token }),
    });
    const { events = [], nextToken } = await client.send(command);
    for (const event of events) {
      if (event.id === undefined || event.id <= seen) continue;
      seen = event.id;
      const told = executionEvent(event);
      if (told !== null) untold.push(told);
    }
    token = nextToken ?? token;
    return { isLast: nextToken === undefined };
  }

  return {
    async read() {
      for (let isLast = false; !isLast; ) {
        try {
          ({ isLast } = await readPage());
        } catch (error) {
          // A token is good for 24 hours: then it begins with the first page again.
          if (!(error instanceof InvalidToken) || token === undefined)
            throw awsError(`read the history of ${executionArn}`, error);
          token = undefined;
        }
      }
      return untold.splice(0);
    },
  };
}
