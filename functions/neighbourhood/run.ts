import { z } from "zod";
import { parseIsoTime } from "../../analysis/posts/time.ts";
import { InvalidInput } from "../errors.ts";
import { RUN_ID } from "../keys.ts";

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

/** Which posts a run asks for; null is all. Times are ISO 8601 in UTC; `from` is inclusive and `to` exclusive. */
export const Selection = z.object({
  stations: z.array(z.string()).nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type Selection = z.infer<typeof Selection>;

/** A run as every state sees it. */
export const Run = Selection.extend({
  runId: z.string(),
  scheduledTime: z.string(),
  /** The run's date as yyyymmdd: `batch_nr` of the lineage. */
  batchNr: z.number().int(),
  engine: z.enum(["auto", "lambda", "emr"]),
});
export type Run = z.infer<typeof Run>;

const COMPACT_TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * The run that an execution's input asks for. A run's id is its scheduled time (`20261116T060000Z`), unless
 * the input names it; the scheduled time is, in this order, the input's, the one the id spells, the start of
 * the execution, in whole seconds as the id has it. Throws InvalidInput.
 */
export function parseRun(input: unknown, startTime: string): Run {
  const parsed = Input.safeParse(input ?? {});
  if (!parsed.success)
    throw new InvalidInput(`The execution's input cannot be used: ${z.prettifyError(parsed.error)}`, {
      hint: 'Start with {} or, for example, {"runId": "20261116T060000Z", "engine": "lambda"}.',
    });
  const { runId: givenId, engine, stations, from, to } = parsed.data;
  const id = givenId === undefined ? null : parseId(givenId);
  const scheduledTime = wholeSeconds(
    isoTime(parsed.data.scheduledTime ?? id?.time ?? startTime, "scheduledTime"),
  );
  const window = {
    from: from == null ? null : isoTime(from, "from"),
    to: to == null ? null : isoTime(to, "to"),
  };
  if (window.from !== null && window.to !== null && window.from >= window.to)
    throw new InvalidInput(
      `The window is empty: "from" (${window.from}) is not before "to" (${window.to}).`,
      {
        hint: 'Give a "to" that is later than "from", or leave one of them out.',
      },
    );
  return {
    runId: id?.runId ?? compactTime(scheduledTime),
    scheduledTime,
    batchNr: Number(scheduledTime.slice(0, 10).replaceAll("-", "")),
    engine: engine ?? "auto",
    stations: stations ?? null,
    ...window,
  };
}

/** An id in the form that keys carry, and the time that it spells, if it spells one. */
function parseId(given: string): { readonly runId: string; readonly time: string | null } {
  const spelled = given.replace(COMPACT_TIME, "$1-$2-$3T$4:$5:$6Z");
  const time = parseTime(spelled);
  if (time !== null && spelled.includes(":")) return { runId: compactTime(time), time };
  if (!RUN_ID.test(given) || spelled.includes(":"))
    throw new InvalidInput(
      `The run id "${given}" cannot be used: it is no time and no name for object keys.`,
      {
        hint: "Use up to 64 letters, digits, dots, hyphens and underscores, or a time such as 2026-11-16T06:00:00Z.",
      },
    );
  // An id may begin like a date and go on as a name ("2026-11-16-again"): then its date is the run's.
  return { runId: given, time: parseTime(given.slice(0, 10)) };
}

/** `2026-11-16T06:00:00.000Z` -> `20261116T060000Z`: a colon may not stand in an execution's name or on HDFS. */
const compactTime = (iso: string): string => iso.replace(/\.\d+Z$/, "Z").replaceAll(/[-:]/g, "");

const wholeSeconds = (iso: string): string => iso.replace(/\.\d+Z$/, ".000Z");

/** A day of the calendar (its midnight in UTC) or a time with its zone, the seconds of which may be left out. */
function parseTime(text: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return parseIsoTime(`${text}T00:00:00Z`);
  return parseIsoTime(text.replace(/T\d\d:\d\d(?=Z|[+-])/, "$&:00"));
}

function isoTime(text: string, field: string): string {
  const time = parseTime(text);
  if (time === null)
    throw new InvalidInput(`"${field}" is not a time: "${text}".`, {
      hint: "Write it as 2026-11-16T06:00:00Z.",
    });
  return time;
}
