import { z } from "zod";
import { NEIGHBOURHOOD_INPUT } from "../../state-machines/neighbourhood/input.ts";
import { Selection } from "../posts/raw-manifest.ts";
import { readInput } from "../runs/input.ts";

/** A run as every state sees it. */
export const Run = Selection.extend({
  runId: z.string(),
  scheduledTime: z.string(),
  /** The run's date as yyyymmdd: `batch_nr` of the lineage. */
  batchNr: z.number().int(),
  engine: z.enum(["auto", "lambda", "emr"]),
});
export type Run = z.infer<typeof Run>;

/** What an execution can be started with; every field is optional. NEIGHBOURHOOD_INPUT is the same as data. */
export interface RunInput {
  readonly runId?: string;
  readonly scheduledTime?: string;
  readonly engine?: Run["engine"];
  readonly stations?: readonly string[] | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

/** The run that an execution's input asks for, as PrepareDatabase reads it. Throws InvalidInput. */
export const parseRun = (input: unknown, startTime: string): Run =>
  Run.parse(readInput(NEIGHBOURHOOD_INPUT, input, startTime));
