/** How far a piece of work has come. */
export interface Counted {
  readonly done: number;
  /** Null where nobody knows how much there is. */
  readonly total: number | null;
  readonly unit: string;
  /** When it began, in milliseconds. */
  readonly since: number;
}

/** Before that, what comes out of a division is chance. */
const STEADY_MILLISECONDS = 1_000;

/**
 * For example `42 % of 10,000,000 records, 2 min left, 52,000/s`; the most important first, since a narrow
 * screen cuts off the end.
 */
export function describeProgress({ done, total, unit, since }: Counted, now: number): string {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const parts =
    total === null || share === null
      ? [`${number(done)} ${unit}`]
      : [`${Math.floor(share * 100)} % of ${number(total)} ${unit}`];
  const elapsed = now - since;
  if (elapsed < STEADY_MILLISECONDS || done === 0) return parts[0] ?? "";
  if (share !== null) parts.push(`${duration((elapsed * (1 - share)) / share)} left`);
  parts.push(`${number(Math.round(done / (elapsed / 1000)))}/s`);
  return parts.join(", ");
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

export const number = (value: number): string => value.toLocaleString("en-GB");
