import { z } from "zod";
import { InvalidInput } from "../errors.ts";

export const PIPELINE = "neighbourhood";

/** What an execution may be started with; every field is optional. */
const Input = z.strictObject({
  runId: z.string().optional(),
  scheduledTime: z.string().optional(),
  engine: z.enum(["auto", "lambda", "emr"]).optional(),
  stations: z.array(z.string()).nonempty().nullable().optional(),
  from: z.string().nullable().optional(),
  to: z.string().nullable().optional(),
});
export type RunInput = z.input<typeof Input>;

/** A run as every state sees it. Times are ISO 8601 in UTC; `from` is inclusive and `to` exclusive. */
export const Run = z.object({
  runId: z.string(),
  scheduledTime: z.string(),
  /** The run's date as yyyymmdd: `batch_nr` of the lineage. */
  batchNr: z.number().int(),
  engine: z.enum(["auto", "lambda", "emr"]),
  stations: z.array(z.string()).nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type Run = z.infer<typeof Run>;

const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const COMPACT_TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * The run that an execution's input asks for. A run's id is its scheduled time (`20261116T060000Z`), unless
 * the input names it; the scheduled time is, in this order, the input's, the one the id spells, the start of
 * the execution. Throws InvalidInput.
 */
export function parseRun(input: unknown, startTime: string): Run {
  const parsed = Input.safeParse(input ?? {});
  if (!parsed.success)
    throw new InvalidInput(`The execution's input cannot be used: ${z.prettifyError(parsed.error)}`, {
      hint: 'Start with {} or, for example, {"runId": "20261116T060000Z", "engine": "lambda"}.',
    });
  const { runId: givenId, engine, stations, from, to } = parsed.data;
  const idTime = givenId === undefined ? undefined : spelledTime(givenId);
  const scheduledTime = isoTime(parsed.data.scheduledTime ?? idTime ?? startTime, "scheduledTime");
  const runId = givenId === undefined || givenId.includes(":") ? compactTime(scheduledTime) : givenId;
  if (!RUN_ID.test(runId))
    throw new InvalidInput(`The run id "${runId}" cannot be used: it becomes part of object keys.`, {
      hint: "Use up to 64 letters, digits, dots, hyphens and underscores, or a time such as 2026-11-16T06:00:00Z.",
    });
  const window = {
    from: from == null ? null : isoTime(from, "from"),
    to: to == null ? null : isoTime(to, "to"),
  };
  if (window.from !== null && window.to !== null && window.from >= window.to)
    throw new InvalidInput(`The window is empty: "from" (${window.from}) is not before "to" (${window.to}).`);
  return {
    runId,
    scheduledTime,
    batchNr: Number(scheduledTime.slice(0, 10).replaceAll("-", "")),
    engine: engine ?? "auto",
    stations: stations ?? null,
    ...window,
  };
}

/** `2026-11-16T06:00:00.000Z` -> `20261116T060000Z`: a colon may not stand in an execution's name or on HDFS. */
const compactTime = (iso: string): string => iso.replace(/\.\d+Z$/, "Z").replaceAll(/[-:]/g, "");

function spelledTime(runId: string): string | undefined {
  const compact = COMPACT_TIME.exec(runId);
  const text = compact === null ? runId : runId.replace(COMPACT_TIME, "$1-$2-$3T$4:$5:$6Z");
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  // An id may begin like a date and go on as a name ("2026-11-16-again"): then its date is the run's.
  return Number.isNaN(Date.parse(text)) ? validDate(text.slice(0, 10)) : text;
}

const validDate = (date: string): string | undefined => (Number.isNaN(Date.parse(date)) ? undefined : date);

function isoTime(text: string, field: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new InvalidInput(`"${field}" is not a time: "${text}".`, {
      hint: "Write it as 2026-11-16T06:00:00Z.",
    });
  return new Date(time).toISOString();
}
