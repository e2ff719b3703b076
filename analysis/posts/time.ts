const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/;
/** A time that is already in the result's format, on a day that every month has: 9 of 10 times of the API. */
const PLAIN =
  /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const ARCHIVE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d) (\d{4})$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The years that ISO 8601 writes with four digits and PostgreSQL knows: 0001 to 9999, in UTC. */
const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/**
 * Converts a time in ISO 8601 to `YYYY-MM-DDTHH:MM:SS.mmmZ`, or returns null if `text` is not such a time. It is strict:
 * it accepts only the extended format with seconds and a zone (`Z` or `+01:00`), and a date that exists. Digits after
 * the milliseconds are dropped.
 */
export function parseIsoTime(text: string): string | null {
  if (PLAIN.test(text)) return text;
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = "", sign, zoneHour, zoneMinute] = match;
  const milliseconds = fraction.padEnd(3, "0").slice(0, 3);
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  return toUtc(local, sign, zoneHour, zoneMinute);
}

/**
 * Converts a time of an archive (`Wed Oct 10 20:19:24 +0000 2018`) to the same format, or returns null. The day of the
 * week is redundant, so it is not compared with the date.
 */
export function parseArchiveTime(text: string): string | null {
  const match = ARCHIVE.exec(text);
  if (match === null) return null;
  const [, name = "", day, hour, minute, second, sign, zoneHour, zoneMinute, year] = match;
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, "0");
  return toUtc(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`, sign, zoneHour, zoneMinute);
}

function toUtc(
  local: string,
  sign: string | undefined,
  zoneHour: string | undefined,
  zoneMinute: string | undefined,
): string | null {
  const time = Date.parse(local);
  // Date accepts 30 February, 24:00 and the like, and turns them into another time.
  if (Number.isNaN(time) || new Date(time).toISOString() !== local) return null;
  const hours = Number(zoneHour ?? 0);
  const minutes = Number(zoneMinute ?? 0);
  if (hours > 23 || minutes > 59) return null;
  const offset = (hours * 60 + minutes) * 60_000;
  const utc = sign === "-" ? time + offset : time - offset;
  return utc < FIRST || utc > LAST ? null : new Date(utc).toISOString();
}
