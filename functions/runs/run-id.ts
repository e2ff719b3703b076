import { parseIsoTime } from "../../analysis/posts/time.ts";
import { InvalidInput } from "../errors.ts";

/** What can be a run's id: it becomes a part of object keys and of names in AWS. */
export const RUN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Which run an execution is. Every key, row and cluster name derives from it. */
export interface RunIdentity {
  readonly runId: string;
  /** ISO 8601, UTC, in whole seconds. */
  readonly scheduledTime: string;
  /** The run's date as yyyymmdd: `batch_nr` of the lineage. */
  readonly batchNr: number;
}

const COMPACT_TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * The run that an execution's input names. A run's id is its scheduled time (`20261116T060000Z`) unless the input
 * gives an id. The scheduled time is, in this order, the input's, the one that the id spells, or the start of the
 * execution. Throws InvalidInput.
 */
export function identifyRun(
  given: { readonly runId?: string | undefined; readonly scheduledTime?: string | undefined },
  startTime: string,
): RunIdentity {
  const id = given.runId === undefined ? null : parseId(given.runId);
  const scheduledTime = wholeSeconds(
    parseTimeField(given.scheduledTime ?? id?.time ?? startTime, "scheduledTime"),
  );
  return {
    runId: id?.runId ?? compactTime(scheduledTime),
    scheduledTime,
    batchNr: Number(scheduledTime.slice(0, 10).replaceAll("-", "")),
  };
}

/** A time of an input as ISO 8601 in UTC. Throws InvalidInput that names the field. */
export function parseTimeField(text: string, field: string): string {
  const time = parseTime(text);
  if (time === null)
    throw new InvalidInput(`"${field}" is not a time: "${text}".`, {
      hint: "Write it as 2026-11-16T06:00:00Z.",
    });
  return time;
}

/** An id in the form that keys use, and the time that it spells, if it spells one. */
function parseId(given: string): { readonly runId: string; readonly time: string | null } {
  const spelled = given.replace(COMPACT_TIME, "$1-$2-$3T$4:$5:$6Z");
  const time = parseTime(spelled);
  if (time !== null && spelled.includes(":")) return { runId: compactTime(time), time };
  if (!RUN_ID.test(given) || spelled.includes(":"))
    throw new InvalidInput(
      `The run id "${given}" cannot be used: it is neither a time nor a name for object keys.`,
      {
        hint: "Use up to 64 letters, digits, dots, hyphens and underscores, or a time such as 2026-11-16T06:00:00Z.",
      },
    );
  // An id may begin with a date and continue as a name ("2026-11-16-again"): the date is the run's.
  return { runId: given, time: parseTime(given.slice(0, 10)) };
}

/** `2026-11-16T06:00:00.000Z` -> `20261116T060000Z`: the name of an execution and a path on HDFS allow no colon. */
const compactTime = (iso: string): string => iso.replace(/\.\d+Z$/, "Z").replaceAll(/[-:]/g, "");

const wholeSeconds = (iso: string): string => iso.replace(/\.\d+Z$/, ".000Z");

/** A day of the calendar (midnight in UTC) or a time with its zone, with or without seconds; null for anything else. */
function parseTime(text: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return parseIsoTime(`${text}T00:00:00Z`);
  return parseIsoTime(text.replace(/T\d\d:\d\d(?=Z|[+-])/, "$&:00"));
}
