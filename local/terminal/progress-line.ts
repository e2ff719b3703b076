export interface LineParts {
  readonly state: string;
  /** Two characters wide: `ok`, `!!` or `… `. */
  readonly mark: string;
  readonly milliseconds: number;
  /** What else is to be said, the most important first; an empty one is left out. */
  readonly details: readonly string[];
}

/** Number, name, mark and time, with the blanks between them. */
const WIDTH_BEFORE_DETAIL = 40;

/**
 * A state's line, such as ` 3/6  Analyse             ok    1.2 s  2,948 posts`, with its number among `tasks`. On a
 * screen of so many columns it is cut off before it would wrap.
 */
export function progressLine(
  { state, mark, milliseconds, details }: LineParts,
  tasks: readonly string[],
  { dim = (text) => text, columns = Number.POSITIVE_INFINITY }: { dim?: Colour; columns?: number } = {},
): string {
  const place = tasks.indexOf(state) + 1;
  const ordinal = (place === 0 ? "" : `${String(place).padStart(2)}/${tasks.length}`).padEnd(
    `99/${tasks.length}`.length,
  );
  const room = Math.max(0, columns - 1 - WIDTH_BEFORE_DETAIL);
  const detail = details
    .filter((text) => text !== "")
    .join(", ")
    .slice(0, room);
  return `${dim(ordinal)}  ${state.padEnd(18)}  ${mark}  ${elapsed(milliseconds).padStart(7)}  ${detail}`.trimEnd();
}

type Colour = (text: string) => string;

/** `12.3 s`, `12m 05s`, `3h 05m`: never wider than seven characters within the four days that a run may take. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 100
    ? `${minutes}m ${twoDigits(whole % 60)}s`
    : `${Math.floor(minutes / 60)}h ${twoDigits(minutes % 60)}m`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
