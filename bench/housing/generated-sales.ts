import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { type Random, seededRandom } from "../../data/synthetic/random.ts";

/** What a generated file of the Price Paid Data contains. The same values give the same bytes. */
export interface GeneratedSales {
  readonly rows: number;
  readonly seed: number;
  /** The postcodes of the sales, as in `SW1A 1AA`. Each is as frequent as the others, and has a price level of its own. */
  readonly postcodes: readonly string[];
  /** The first and the last day of the deeds, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  /**
   * Makes a monthly file: additions, and changes and deletions of this other generated file, which has at least as many
   * rows. One in twenty of these is of a sale that no file has. Without it, all rows are additions.
   */
  readonly changes?: { readonly seed: number; readonly rows: number };
}

/** Shares of all rows. */
const CATEGORY_B = 0.08;
const WITHOUT_POSTCODE = 0.004;
/** Of the names of houses, flats and streets. */
const ODD_NAME = 0.005;
/** Of the rows of a monthly file. */
const CHANGED = 0.05;
const DELETED = 0.02;
/** Of the changes and deletions in a monthly file. */
const NEVER_SEEN = 0.05;

const CHUNK = 64 * 1024;
const DAY = 86_400_000;

/**
 * Yields the bytes of the file, in chunks that end with a row. It has the quirks of the real files: every field in
 * quotes, CRLF, no header, ids in braces, commas and doubled quotes in names, names in UTF-8 and others in Windows-1252,
 * rows without a postcode, category B and type O. No row is broken. Rows are in no order. Throws RangeError if `changes`
 * has fewer rows than the file.
 */
export function* generateSales(file: GeneratedSales): Generator<Uint8Array> {
  if (file.changes !== undefined && file.changes.rows < file.rows)
    throw new RangeError("A file of changes has no more rows than the file that it changes.");
  const random = seededRandom(file.seed);
  const days = daysBetween(file.from, file.to);
  let rows = "";
  for (let index = 0; index < file.rows; index++) {
    rows += makeRow(file, index, random.pick(days), random);
    if (rows.length < CHUNK) continue;
    yield Buffer.from(rows, "latin1");
    rows = "";
  }
  if (rows !== "") yield Buffer.from(rows, "latin1");
}

/** Writes the file to `path`, as a stream. */
export const writeSales = (path: string, file: GeneratedSales): Promise<void> =>
  pipeline(generateSales(file), createWriteStream(path));

/** The id of a row of a generated file, as in `{5BBE9CB3-6332-4EB0-9CD3-8737CEA4A65A}`. No two rows of a file have one. */
export function saleId(seed: number, index: number): string {
  const first = mixed(index);
  const second = mixed(first ^ seed);
  const third = mixed(second + 1);
  const fourth = mixed(third + seed);
  const end = hex(third & 0xffff) + hex(fourth >>> 16) + hex(fourth & 0xffff);
  return `{${hex(first >>> 16)}${hex(first & 0xffff)}-${hex(second >>> 16)}-4${hex(second & 0xffff).slice(1)}-9${hex(third >>> 16).slice(1)}-${end}}`;
}

/** A row as a string of bytes, in which the code of each character is a byte. */
function makeRow(file: GeneratedSales, index: number, day: string, random: Random): string {
  const status = file.changes === undefined ? "A" : drawStatus(random);
  const id = status === "A" ? saleId(file.seed, index) : revisedId(file, index, random);
  const place = random.integer(file.postcodes.length);
  const postcode = random.chance(WITHOUT_POSTCODE) ? "" : (file.postcodes[place] ?? "");
  const category = random.chance(CATEGORY_B) ? "B" : "A";
  const type = random.chance(category === "B" ? 0.25 : 0.001) ? "O" : random.pick(TYPES);
  const isFlat = type === "F";
  const tenure = random.chance(0.001) ? "U" : random.chance(isFlat ? 0.97 : 0.04) ? "L" : "F";
  const fields = [
    id,
    drawPrice(place, isFlat, random),
    `${day} 00:00`,
    postcode,
    type,
    random.chance(0.1) ? "Y" : "N",
    tenure,
    random.chance(0.9) ? 1 + random.integer(200) : drawName(PAONS, random),
    isFlat ? drawName(SAONS, random) : "",
    drawName(STREETS, random),
    "",
    random.pick(TOWNS),
    random.pick(DISTRICTS),
    "GREATER LONDON",
    category,
    status,
  ];
  return `"${fields.join('","')}"\r\n`;
}

/** The text in UTF-8, as a string in which the code of each character is a byte. */
const utf8 = (text: string): string => Buffer.from(text).toString("latin1");

const PAONS = ["ROSE COTTAGE", "THE OLD FORGE", "ST JOHN'S COURT", "12 - 16", "MARKET HOUSE"];
const SAONS = ["", "", "FLAT 1", "FLAT 12B", "APARTMENT 3", "UNIT 7 {REAR}"];
const STREETS = ["HIGH STREET", "STATION ROAD", "CHURCH LANE", "KING'S MEWS", ""];
/** Names that files are read wrongly for, as they are between quotes. The codes of characters are Windows-1252's. */
const ODD_NAMES = [
  "ROSE COTTAGE, 4",
  'THE ""CROOKED"" HOUSE',
  '"",""',
  "CAF\xc9 COURT",
  "ST MARY\x92S MANSIONS",
  "GROUND FLOOR \x96 REAR",
  utf8("MAISON FRANÇAISE"),
  utf8("Tŷ GWYN"),
];
const TOWNS = ["LONDON", "LONDON", "LONDON", "CROYDON", "WEMBLEY", "ILFORD"];
const DISTRICTS = ["NORTH TOWN", "SOUTH TOWN", "EAST TOWN", "WEST TOWN", "CITY"];

/** One of the names, or an odd one. */
const drawName = (names: readonly string[], random: Random): string =>
  random.pick(random.chance(ODD_NAME) ? ODD_NAMES : names);

const TYPES = [..."FFFFFTTTSSD"];

function drawStatus(random: Random): "A" | "C" | "D" {
  const share = random.next();
  return share < CHANGED ? "C" : share < CHANGED + DELETED ? "D" : "A";
}

/** The id of a row that is changed or deleted: of the other file, or of this one if the row is of no file. */
function revisedId({ seed, changes }: GeneratedSales, index: number, random: Random): string {
  if (changes === undefined || random.chance(NEVER_SEEN)) return saleId(seed, index);
  // A prime step leads to another row each time, so that no id is in the monthly file twice.
  return saleId(changes.seed, (index * 104_729) % changes.rows);
}

/** Whole pounds, log-normally distributed around the place's level: to 1,000 mostly, or to 1 as some sales are. */
function drawPrice(place: number, isFlat: boolean, random: Random): number {
  const level = 250_000 * (1 + (mixed(place) % 64) / 16) * (isFlat ? 0.7 : 1);
  const spread = 1.4 * (random.next() + random.next() + random.next() - 1.5);
  const step = random.chance(0.95) ? 1_000 : 1;
  return Math.max(2, Math.round((level * Math.exp(spread)) / step) * step);
}

function daysBetween(from: string, to: string): string[] {
  const first = Date.parse(from);
  const count = (Date.parse(to) - first) / DAY + 1;
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * DAY).toISOString().slice(0, 10),
  );
}

const HEXADECIMAL = Array.from({ length: 65_536 }, (_, number) =>
  number.toString(16).toUpperCase().padStart(4, "0"),
);
const hex = (number: number): string => HEXADECIMAL[number] ?? "";

/** Mixes the bits of a number; no two numbers give the same: https://github.com/skeeto/hash-prospector */
function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}
