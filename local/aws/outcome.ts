import { z } from "zod";
import { readCause } from "../../functions/runs/record-failure.ts";
import type { ExecutionFailure } from "./history.ts";

const Count = z.number();
export const Posts = z.object({
  read: Count,
  accepted: Count,
  duplicates: Count,
  unplaced: Count,
  rejected: Count,
});
export type Posts = z.infer<typeof Posts>;

/** What an execution that succeeded answers. */
const Output = z.object({
  status: z.enum(["succeeded", "empty", "already-running"]),
  posts: Posts.optional(),
});

/** How a run ended, in the words of `citypulse run`. */
export interface RunOutcome {
  readonly status: z.infer<typeof Output>["status"] | "failed" | "running";
  readonly posts: Posts | null;
  readonly error: { readonly name: string; readonly message: string } | null;
}

export interface ExecutionOutcome {
  /** As Step Functions has it. */
  readonly status: string;
  readonly output: unknown;
  readonly failure: ExecutionFailure | null;
}

/** What an execution came to. An output that nobody here knows counts as success: Step Functions says it is. */
export function runOutcome({ status, output, failure }: ExecutionOutcome): RunOutcome {
  if (status === "SUCCEEDED") {
    const known = Output.safeParse(output).data;
    return { status: known?.status ?? "succeeded", posts: known?.posts ?? null, error: null };
  }
  const message = readCause(failure?.cause ?? "") || SILENT[status] || "It gave no cause.";
  const name = failure?.error ?? NAMES[status];
  return name === undefined
    ? { status: "running", posts: null, error: null }
    : { status: "failed", posts: null, error: { name, message } };
}

/** Where Step Functions ended the execution itself it need not name an error. */
const NAMES: Readonly<Record<string, string>> = {
  FAILED: "Failed",
  TIMED_OUT: "States.Timeout",
  ABORTED: "Aborted",
};
const SILENT: Readonly<Record<string, string>> = {
  TIMED_OUT: "The run took longer than an execution may.",
  ABORTED: "The execution was stopped.",
};
