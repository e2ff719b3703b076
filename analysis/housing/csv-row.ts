/**
 * Splits rows of CSV (RFC 4180) into fields without making strings: it finds where each field begins and ends. Fields may
 * be quoted or not, and rows may end with LF or CRLF.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BRACE = 0x7b;

/** A row that goes on beyond the bytes that are there. */
export const UNFINISHED = -1;
/** A row whose quotes do not fit. */
export const BROKEN = -2;

/** The row that was split last. The object is reused. */
export interface CsvRow {
  /** How many fields it has; only so many as `starts` is long have their places. */
  fields: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Whether a field has a quote, which is written twice. */
  hasQuotes: boolean;
  /** Line feeds inside of fields. */
  lineFeeds: number;
}

export const csvRow = (fields: number): CsvRow => ({
  fields: 0,
  starts: new Int32Array(fields),
  ends: new Int32Array(fields),
  hasQuotes: false,
  lineFeeds: 0,
});

/**
 * Splits the row that begins at `start`. Returns where the next one begins, or UNFINISHED, or BROKEN. A row that a quote
 * leaves open is BROKEN as soon as a line follows that looks like the beginning of a sale, `"{`.
 *
 * @param isLast whether nothing follows after `end`.
 */
export function splitRow(
  bytes: Uint8Array,
  start: number,
  end: number,
  isLast: boolean,
  row: CsvRow,
): number {
  const { starts, ends } = row;
  const known = starts.length;
  let field = 0;
  let position = start;
  row.hasQuotes = false;
  row.lineFeeds = 0;
  for (;;) {
    let fieldStart = position;
    let fieldEnd: number;
    if (bytes[position] === QUOTE && position < end) {
      fieldStart = ++position;
      for (;;) {
        let byte = 0;
        while (position < end) {
          byte = bytes[position] as number;
          // One comparison is enough for letters and digits, which come after the quote.
          if (byte <= QUOTE && (byte === QUOTE || byte === LINE_FEED)) break;
          position++;
        }
        if (position >= end) return isLast ? BROKEN : UNFINISHED;
        if (byte === LINE_FEED) {
          // Three bytes tell whether a sale begins.
          if (position + 2 >= end && !isLast) return UNFINISHED;
          if (bytes[position + 1] === QUOTE && bytes[position + 2] === BRACE) return BROKEN;
          row.lineFeeds++;
          position++;
          continue;
        }
        // A quote at the end of the bytes can be the first of two.
        if (position + 1 >= end && !isLast) return UNFINISHED;
        if (position + 1 < end && bytes[position + 1] === QUOTE) {
          row.hasQuotes = true;
          position += 2;
          continue;
        }
        break;
      }
      fieldEnd = position++;
    } else {
      let byte = 0;
      while (position < end) {
        byte = bytes[position] as number;
        if (byte === COMMA || byte === LINE_FEED) break;
        if (byte === QUOTE) return BROKEN;
        position++;
      }
      if (position >= end && !isLast) return UNFINISHED;
      fieldEnd = position;
      if (byte === LINE_FEED && fieldEnd > fieldStart && bytes[fieldEnd - 1] === CARRIAGE_RETURN) fieldEnd--;
    }
    if (field < known) {
      starts[field] = fieldStart;
      ends[field] = fieldEnd;
    }
    field++;
    if (position >= end) {
      if (!isLast) return UNFINISHED;
      break;
    }
    const after = bytes[position];
    if (after === COMMA) {
      position++;
      continue;
    }
    if (after === LINE_FEED) {
      position++;
      break;
    }
    if (after !== CARRIAGE_RETURN) return BROKEN;
    if (position + 1 >= end) {
      if (!isLast) return UNFINISHED;
      position++;
      break;
    }
    if (bytes[position + 1] !== LINE_FEED) return BROKEN;
    position += 2;
    break;
  }
  row.fields = field;
  return position;
}

/**
 * Where the next sale begins: after a line feed that `"{` follows, or `{` if fields are not quoted. Returns -1 if none
 * begins before `end`.
 */
export function findNextSale(bytes: Uint8Array, start: number, end: number): number {
  for (let position = bytes.indexOf(LINE_FEED, start); position !== -1 && position < end; ) {
    const next = bytes[position + 1];
    if (position + 2 < end && (next === BRACE || (next === QUOTE && bytes[position + 2] === BRACE)))
      return position + 1;
    position = bytes.indexOf(LINE_FEED, position + 1);
  }
  return -1;
}
