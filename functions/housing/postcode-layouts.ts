import { type CsvRow, csvRow, splitRow } from "../../analysis/housing/csv-row.ts";
import type { Point } from "../../analysis/posts/post.ts";
import { fromNationalGrid } from "./british-grid.ts";

/** The ONS Postcode Directory, which has all postcodes that ever were, or Code-Point Open, which has those in use. */
export type PostcodeKind = "onspd" | "code-point-open";

/** How the rows of a table of postcodes are read. `bytes` has the row that `row` says the fields of. */
export interface PostcodeLayout {
  readonly kind: PostcodeKind;
  /** The rows at its beginning that name columns. */
  readonly headers: number;
  /** How many fields a row must have at least. */
  readonly fields: number;
  readonly postcode: number;
  /** Where the postcode is: null if it has no grid reference, undefined if what the row says is no position. */
  point(bytes: Buffer, row: CsvRow): Point | null | undefined;
  isTerminated(row: CsvRow): boolean;
}

/** ONSPD's columns that are read. The names of others have years in them and change. */
const ONSPD_COLUMNS = ["pcds", "doterm", "lat", "long"] as const;

/** The columns of Code-Point Open, by the names of its two headers. https://docs.os.uk/os-downloads/products/areas-and-zones-portfolio/code-point-open */
const CODE_POINT_COLUMNS: readonly (readonly string[])[] = [
  ["postcode", "pc"],
  ["positional_quality_indicator", "pq"],
  ["eastings", "ea"],
  ["northings", "no"],
];

/** What the first rows of a table say about it: a layout, or what is missing. */
export type FoundLayout =
  | { readonly layout: PostcodeLayout }
  | { readonly layout: null; readonly missing: readonly string[]; readonly firstRow: string };

/** How many of a table's first bytes are enough to tell: ONSPD's header has about 500. */
export const LAYOUT_BYTES = 32 * 1024;

/** What kind of table of postcodes this is, by its first bytes: LAYOUT_BYTES of them, or all. */
export function findLayout(head: Buffer): FoundLayout {
  const [first = [], second = []] = firstRows(head, 2);
  const names = first.map((name) => name.toLowerCase());
  const onspd = ONSPD_COLUMNS.map((column) => names.indexOf(column));
  const missing = ONSPD_COLUMNS.filter((_, index) => onspd[index] === -1);
  if (missing.length === 0) return { layout: onspdLayout(onspd) };
  const codePoint = codePointColumns(first);
  if (codePoint !== null)
    return { layout: codePointLayout(codePoint, codePointColumns(second) === null ? 1 : 2) };
  if (isCodePointRow(first)) return { layout: codePointLayout([0, 1, 2, 3], 0) };
  return { layout: null, missing, firstRow: first.join(",") };
}

/** The columns that a header of Code-Point Open names; null if it is none. */
function codePointColumns(header: readonly string[]): number[] | null {
  const names = header.map((name) => name.toLowerCase());
  const columns = CODE_POINT_COLUMNS.map((alternatives) =>
    names.findIndex((name) => alternatives.includes(name)),
  );
  return columns.includes(-1) ? null : columns;
}

/** Code-Point Open has no header: `"SO16 0AS",10,437292,115542,"E92000001",...`. */
const isCodePointRow = ([postcode = "", ...numbers]: readonly string[]): boolean =>
  /^[A-Z]{1,2}\d[A-Z\d]? *\d[A-Z]{2}$/i.test(postcode) &&
  numbers.length >= 3 &&
  numbers.slice(0, 3).every((number) => /^\d+$/.test(number));

function firstRows(head: Buffer, count: number): string[][] {
  const row = csvRow(MOST_COLUMNS);
  const rows: string[][] = [];
  for (let start = head.toString("latin1", 0, 3) === "\xef\xbb\xbf" ? 3 : 0; start < head.length; ) {
    const end = splitRow(head, start, head.length, true, row);
    if (end < 0) break;
    const fields = Math.min(row.fields, MOST_COLUMNS);
    rows.push(Array.from({ length: fields }, (_, index) => fieldOf(head, row, index).trim()));
    if (rows.length === count) break;
    start = end;
  }
  return rows;
}

/** ONSPD has about 50. */
const MOST_COLUMNS = 500;

/** The text of a field; letters beyond ASCII do not occur in those that are read. */
export const fieldOf = (
  bytes: Buffer,
  { starts, ends }: Pick<CsvRow, "starts" | "ends">,
  index: number,
): string => bytes.toString("latin1", starts[index], ends[index]);

const DOT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
/** Whole numbers of as many digits are exact, and so is the quotient by a power of ten. */
const MOST_DIGITS = 15;

/** The number in a field, such as -0.287784, without making a text of it; NaN if it is none. */
function numberOf(bytes: Buffer, { starts, ends }: CsvRow, index: number): number {
  const end = ends[index] ?? 0;
  let position = starts[index] ?? 0;
  const isNegative = bytes[position] === MINUS;
  if (isNegative) position++;
  let whole = 0;
  let digits = 0;
  let scale = 1;
  let isFraction = false;
  for (; position < end; position++) {
    const byte = bytes[position] ?? 0;
    if (byte === DOT && !isFraction) {
      isFraction = true;
      continue;
    }
    if (byte < ZERO || byte > ZERO + 9) return Number.NaN;
    whole = whole * 10 + (byte - ZERO);
    if (isFraction) scale *= 10;
    digits++;
  }
  if (digits === 0) return Number.NaN;
  if (digits > MOST_DIGITS) return Number(fieldOf(bytes, { starts, ends }, index));
  return (isNegative ? -whole : whole) / scale;
}

const isEmpty = ({ starts, ends }: CsvRow, index: number): boolean => starts[index] === ends[index];

/** ONSPD says 99.999999 and a longitude of 0 for "no grid reference". https://geoportal.statistics.gov.uk: ONSPD User Guide */
const NO_LATITUDE = 99.99;

/** Great Britain and the Isle of Man, in degrees. */
const isInBritain = ({ latitude, longitude }: Point): boolean =>
  latitude > 49 && latitude < 61.5 && longitude > -9.5 && longitude < 2.5;

function onspdLayout([postcode = 0, terminated = 0, lat = 0, long = 0]: readonly number[]): PostcodeLayout {
  return {
    kind: "onspd",
    headers: 1,
    fields: Math.max(postcode, terminated, lat, long) + 1,
    postcode,
    point(bytes, row) {
      if (isEmpty(row, lat) && isEmpty(row, long)) return null;
      const point = { latitude: numberOf(bytes, row, lat), longitude: numberOf(bytes, row, long) };
      if (point.longitude === 0 && (point.latitude >= NO_LATITUDE || point.latitude === 0)) return null;
      return isInBritain(point) ? point : undefined;
    },
    isTerminated: (row) => !isEmpty(row, terminated),
  };
}

/** The positional quality indicator of a postcode that has no position; its eastings and northings are 0. */
const NO_POSITION = 90;

function codePointLayout(
  [postcode = 0, quality = 0, eastings = 0, northings = 0]: readonly number[],
  headers: number,
): PostcodeLayout {
  return {
    kind: "code-point-open",
    headers,
    fields: Math.max(postcode, quality, eastings, northings) + 1,
    postcode,
    point(bytes, row) {
      const east = numberOf(bytes, row, eastings);
      const north = numberOf(bytes, row, northings);
      if (numberOf(bytes, row, quality) === NO_POSITION || (east === 0 && north === 0)) return null;
      // The grid's own extent: farther away the projection has no meaning.
      if (!(east >= 0 && east <= 700_000 && north >= 0 && north <= 1_300_000)) return undefined;
      return fromNationalGrid(east, north);
    },
    isTerminated: () => false,
  };
}
