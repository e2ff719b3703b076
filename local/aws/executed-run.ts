import { z } from "zod";
import { readInput } from "../../functions/runs/input.ts";
import { readCause } from "../../functions/runs/record-failure.ts";
import type { PipelineStart, StartOption } from "../pipeline.ts";
import type { ExecutionFailure } from "./history.ts";

/** The run that an execution is started for. */
export interface ExecutedRun {
  readonly runId: string;
  /** Null for a pipeline without a choice of engines. */
  readonly engine: string | null;
  /** The execution's input in one form: inputs that ask for the same run are the same text. */
  readonly input: string;
}

/** The run that this input asks for, if the execution starts at `startTime`. Throws InvalidInput. */
export function readRun({ contract }: PipelineStart, given: unknown, startTime: string): ExecutedRun {
  const run = readInput(contract, given, startTime);
  const fields = Object.keys(contract.fields).flatMap((name) => {
    const value = run[name] ?? null;
    return value === null ? [] : [[name, Array.isArray(value) ? [...value].sort() : value]];
  });
  const input = JSON.stringify({ [contract.id ?? "runId"]: run.runId, ...Object.fromEntries(fields) });
  return { runId: run.runId, engine: typeof run.engine === "string" ? run.engine : null, input };
}

/** The run that an execution is, by its input and its start; null if the pipeline cannot read the input. */
export function runOf(
  pipeline: PipelineStart,
  execution: { readonly input: string; readonly startedAt: Date },
): ExecutedRun | null {
  try {
    return readRun(pipeline, JSON.parse(execution.input), execution.startedAt.toISOString());
  } catch {
    return null;
  }
}

/** `--run`. */
export const optionName = ({ flags }: StartOption): string => flags.split(" ")[0] ?? "";

const Count = z.number();
export const Posts = z.object({
  read: Count,
  accepted: Count,
  duplicates: Count,
  unplaced: Count,
  rejected: Count,
});
export type Posts = z.infer<typeof Posts>;

/** The output of an execution that succeeded. */
const Output = z.object({
  status: z.enum(["succeeded", "empty", "already-running"]),
  posts: Posts.optional(),
});

/** How a run ended, with the status names of `citypulse run`. */
export interface RunOutcome {
  readonly status: z.infer<typeof Output>["status"] | "failed" | "running";
  readonly posts: Posts | null;
  readonly error: { readonly name: string; readonly message: string } | null;
}

export interface ExecutionOutcome {
  /** The status of Step Functions. */
  readonly status: string;
  readonly output: unknown;
  readonly failure: ExecutionFailure | null;
}

/** The result of an execution. An unknown output counts as success, because Step Functions reports success. */
export function runOutcome({ status, output, failure }: ExecutionOutcome): RunOutcome {
  if (status === "SUCCEEDED") {
    const known = Output.safeParse(output).data;
    return { status: known?.status ?? "succeeded", posts: known?.posts ?? null, error: null };
  }
  const message = readCause(failure?.cause ?? "") || SILENT[status] || "No cause was given.";
  const name = failure?.error ?? NAMES[status];
  return name === undefined
    ? { status: "running", posts: null, error: null }
    : { status: "failed", posts: null, error: { name, message } };
}

/** Step Functions names no error if it ended the execution itself. */
const NAMES: Readonly<Record<string, string>> = {
  FAILED: "Failed",
  TIMED_OUT: "States.Timeout",
  ABORTED: "Aborted",
};
const SILENT: Readonly<Record<string, string>> = {
  TIMED_OUT: "The run took longer than the limit of an execution.",
  ABORTED: "The execution was stopped.",
};
