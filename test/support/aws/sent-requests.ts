import type { SentRequest } from "./validate-requests.ts";

/** What a test sends by the clients of the SDK. */
export interface SentRequests {
  readonly all: readonly SentRequest[];
  /** Notes the command, and gives it back to be sent; `service` is what botocore calls it. */
  note<Command extends { readonly input: object }>(service: string, command: Command): Command;
}

export function sentRequests(): SentRequests {
  const all: SentRequest[] = [];
  return {
    all,
    note(service, command) {
      all.push({
        service,
        operation: command.constructor.name.replace(/Command$/, ""),
        input: command.input,
      });
      return command;
    },
  };
}
