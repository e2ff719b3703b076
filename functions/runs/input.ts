import { z } from "zod";
import { InvalidInput } from "../errors.ts";
import { identifyRun, parseTimeField, type RunIdentity } from "./run-id.ts";

const Field = z.discriminatedUnion("kind", [
  /** One of some words. */
  z.object({ kind: z.literal("choice"), values: z.array(z.string()).readonly(), default: z.string() }),
  /** A list of names with at least one in it, or null. */
  z.object({ kind: z.literal("names") }),
  /** A time, or null; where both are given it must be later than the time in the field `after`. */
  z.object({ kind: z.literal("time"), after: z.string().optional() }),
]);

/**
 * What an execution of a pipeline can be started with, besides `scheduledTime` and the run's id. A contract is data:
 * it is part of the pipeline's state machine, and one function reads the input of every pipeline by it.
 */
export const InputContract = z.object({
  /** What the input calls the run's id. */
  id: z.string().default("runId"),
  fields: z.record(z.string(), Field),
});
export interface InputContract {
  readonly id?: string | undefined;
  readonly fields: Readonly<Record<string, z.input<typeof Field>>>;
}

/** The fields of a run's input as every state sees them, with defaults filled in. */
export type RunFields = Readonly<Record<string, string | readonly string[] | number | null>>;

/**
 * The run that an execution's input asks for, with the contract's fields. A field that is omitted has its default,
 * which is null for names and times; a time is ISO 8601 in UTC, to the millisecond. Throws InvalidInput with what is
 * wrong and what to write instead.
 */
export function readInput(
  contract: InputContract,
  input: unknown,
  startTime: string,
): RunIdentity & RunFields {
  const { id, fields } = InputContract.parse(contract);
  const parsed = schemaOf(id, fields).safeParse(input ?? {});
  if (!parsed.success)
    throw new InvalidInput(`The execution's input cannot be used: ${z.prettifyError(parsed.error)}`, {
      hint: `Start with {} or, for example, {"${id}": "20261116T060000Z"}. The input can hold: ${[id, "scheduledTime", ...Object.keys(fields)].join(", ")}.`,
    });
  const given = parsed.data;
  const read: Record<string, string | readonly string[] | null> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value =
      z
        .union([z.string(), z.array(z.string())])
        .nullish()
        .parse(given[name]) ?? null;
    if (field.kind === "choice") read[name] = value ?? field.default;
    else
      read[name] = field.kind === "time" && typeof value === "string" ? parseTimeField(value, name) : value;
  }
  refuseEmptyWindows(fields, read);
  const text = z.string().optional();
  const named = { runId: text.parse(given[id]), scheduledTime: text.parse(given.scheduledTime) };
  return { ...read, ...identifyRun(named, startTime) };
}

function schemaOf(id: string, fields: z.infer<typeof InputContract>["fields"]) {
  const shape: Record<string, z.ZodType> = {
    [id]: z.string().optional(),
    scheduledTime: z.string().optional(),
  };
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === "choice") shape[name] = z.enum(field.values).optional();
    else if (field.kind === "names") shape[name] = z.array(z.string()).nonempty().nullish();
    else shape[name] = z.string().nullish();
  }
  return z.strictObject(shape);
}

function refuseEmptyWindows(fields: z.infer<typeof InputContract>["fields"], read: RunFields): void {
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind !== "time" || field.after === undefined) continue;
    const from = read[field.after];
    const to = read[name];
    if (typeof from !== "string" || typeof to !== "string" || from < to) continue;
    throw new InvalidInput(
      `The window is empty: "${field.after}" (${from}) is not before "${name}" (${to}).`,
      { hint: `Give a "${name}" that is later than "${field.after}", or omit one of them.` },
    );
  }
}
