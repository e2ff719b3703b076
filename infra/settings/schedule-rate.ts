import { InvalidInput } from "../../functions/errors.ts";

const DAYS_IN_YEAR = 365;
const WEEKS_IN_YEAR = 52;
const MONTHS_IN_YEAR = 12;

const SECONDS_OF: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
const WEEK_SECONDS = 7 * 86_400;

/** What a field of a cron expression may hold: numbers, or names from the first number on. */
interface Field {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const MINUTES: Field = { first: 0, last: 59 };
const HOURS: Field = { first: 0, last: 23 };
const DAYS_OF_MONTH: Field = { first: 1, last: 31 };
const MONTHS: Field = {
  first: 1,
  last: 12,
  names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const DAYS_OF_WEEK: Field = { first: 1, last: 7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] };

/** Forms that name one day of a month: the last one, a weekday near a day, such as the second Monday. */
const ONE_DAY_OF_MONTH = /^(L(-\d+)?|LW|\d+W)$/;
const ONE_WEEKDAY_OF_MONTH = /^\w+(#[1-5]|L)$/;

/**
 * How often a schedule fires in an average month: 52/12 times where it is weekly. `expression` is what EventBridge
 * Scheduler takes, `cron(minutes hours day-of-month month day-of-week year)` or `rate(7 days)`:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 * A year of cron's does not count: it is the rate while the schedule fires. Throws InvalidInput where the expression is
 * neither.
 */
export function runsPerMonth(expression: string): number {
  const [, form, inside] = /^(cron|rate)\((.+)\)$/.exec(expression.trim()) ?? [];
  const words = inside?.trim().split(/\s+/) ?? [];
  const year = form === "rate" ? yearlyOfRate(words) : form === "cron" ? yearlyOfCron(words) : undefined;
  if (year === undefined || !(year > 0))
    throw new InvalidInput(
      `schedule.expression "${expression}" cannot be counted: it is not such an expression, or its time never comes.`,
      {
        hint: "Write it as cron(0 6 ? * MON *) or rate(7 days).",
      },
    );
  return year / MONTHS_IN_YEAR;
}

/** A rate counts weeks of seven days, as a weekly cron does. */
function yearlyOfRate([value, unit, ...more]: readonly string[]): number | undefined {
  const seconds = SECONDS_OF[unit?.replace(/s$/, "") ?? ""];
  if (seconds === undefined || more.length > 0 || !/^[1-9]\d*$/.test(value ?? "")) return undefined;
  return (WEEKS_IN_YEAR * WEEK_SECONDS) / (Number(value) * seconds);
}

function yearlyOfCron(fields: readonly string[]): number | undefined {
  const [minutes = "", hours = "", dayOfMonth = "", month = "", dayOfWeek = "", year] = fields;
  if (fields.length !== 6 || year === undefined) return undefined;
  const times = valuesOf(minutes, MINUTES)?.size;
  const ofHours = valuesOf(hours, HOURS)?.size;
  const days = daysInYear(dayOfMonth, month, dayOfWeek);
  return times === undefined || ofHours === undefined || days === undefined
    ? undefined
    : times * ofHours * days;
}

function daysInYear(dayOfMonth: string, month: string, dayOfWeek: string): number | undefined {
  const months = valuesOf(month, MONTHS);
  if (months === undefined) return undefined;
  if (ONE_DAY_OF_MONTH.test(dayOfMonth) || ONE_WEEKDAY_OF_MONTH.test(dayOfWeek)) return months.size;
  const dates = valuesOf(dayOfMonth, DAYS_OF_MONTH);
  const weekdays = valuesOf(dayOfWeek, DAYS_OF_WEEK);
  if (dates === undefined || weekdays === undefined) return undefined;
  const everyDay = dates.size === 31 && months.size === MONTHS_IN_YEAR;
  if (everyDay) return weekdays.size === 7 ? DAYS_IN_YEAR : weekdays.size * WEEKS_IN_YEAR;
  return daysOf(dates, months) * (weekdays.size / 7);
}

/** How many days of a year that is no leap year have one of the dates, in one of the months. */
function daysOf(dates: ReadonlySet<number>, months: ReadonlySet<number>): number {
  const daysIn = (month: number): number => new Date(Date.UTC(2027, month, 0)).getUTCDate();
  return [...months].reduce(
    (sum, month) => sum + [...dates].filter((date) => date <= daysIn(month)).length,
    0,
  );
}

/** The values that a field stands for, such as those of `1,5-7,0/15`; undefined where it is no such field. */
function valuesOf(text: string, field: Field): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const [range = "", step = "1", ...more] = part.split("/");
    const [from, to] = boundsOf(range, part.includes("/"), field);
    const isRange = from >= field.first && to <= field.last && from <= to;
    if (more.length > 0 || !/^[1-9]\d*$/.test(step) || !isRange) return undefined;
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return values;
}

/** The first and the last value; with a step, a single value is where it begins. NaN where it is no value. */
function boundsOf(range: string, hasStep: boolean, field: Field): readonly [number, number] {
  if (range === "*" || range === "?") return [field.first, field.last];
  const [from = "", to, ...more] = range.split("-");
  const last = to ?? (hasStep ? String(field.last) : from);
  return more.length > 0 ? [Number.NaN, Number.NaN] : [numberOf(from, field), numberOf(last, field)];
}

function numberOf(text: string, { first, names = [] }: Field): number {
  const name = names.indexOf(text.toUpperCase());
  if (name !== -1) return first + name;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
