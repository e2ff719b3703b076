import { type CsvRow, csvRow, splitRow, UNFINISHED } from "../../analysis/housing/csv-row.ts";
import {
  type PostcodeTable,
  type PostcodeTableBuilder,
  postcodeTable,
} from "../../analysis/housing/postcode-table.ts";
import type { Place } from "../../analysis/places/nearest.ts";
import type { Point } from "../../analysis/posts/post.ts";
import { InvalidInput } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import type { InputFile } from "./input-files.ts";
import {
  fieldOf,
  findLayout,
  LAYOUT_BYTES,
  type PostcodeKind,
  type PostcodeLayout,
} from "./postcode-layouts.ts";
import { readTables, type Table } from "./tables.ts";

export interface PostcodeFiles {
  readonly table: PostcodeTable;
  readonly kind: PostcodeKind;
  /** Postcodes that are listed without a grid reference. */
  readonly withoutPoint: number;
  /** Postcodes that are no longer in use. Code-Point Open has none. */
  readonly terminated: number;
  /** Rows that are no postcode or have no position that could be. They are left out. */
  readonly unusable: number;
}

const GIVE_POSTCODES =
  "Give ONSPD (CSV with the columns pcds, doterm, lat and long) or Code-Point Open, as a zip, a folder or a CSV as you downloaded it.";

/**
 * The table of postcodes of ONSPD or of Code-Point Open, as people download them: a zip, a gzip, one CSV, or a CSV for each
 * postcode area. Other tables of a zip, such as lists of codes, are passed over. If ONSPD is there as one CSV and as one
 * for each area, the one CSV is read. Postcodes of Northern Ireland (BT) are left out: their positions are of another grid
 * and under another licence. Rows are read as a stream.
 *
 * @param findPlace the stations around a point.
 * @throws InvalidInput if a file has no postcodes, lacks a column, is of another edition or kind than the others, or has
 *   more than 1 % of rows that are no postcodes.
 */
export async function readPostcodes(
  store: ObjectStore,
  files: readonly InputFile[],
  findPlace: (point: Point) => Place | null,
): Promise<PostcodeFiles> {
  const sources: Source[] = [];
  for (const file of files) sources.push(...(await sourcesOf(store, file)));
  const kind = kindOf(sources);
  const builder = postcodeTable(findPlace);
  const counts = { withoutPoint: 0, terminated: 0, unusable: 0 };
  for (const source of withoutRepeats(sources)) await addRows(source, builder, counts);
  const table = builder.finish();
  if (table.size === 0)
    throw new InvalidInput(`${sources[0]?.table.name} has no postcodes of Great Britain.`, {
      hint: GIVE_POSTCODES,
    });
  return { table, kind, ...counts };
}

/** A table of postcodes, and how it is read. */
interface Source {
  readonly table: Table;
  readonly layout: PostcodeLayout;
}

/** The tables of postcodes that a file holds. */
async function sourcesOf(store: ObjectStore, file: InputFile): Promise<Source[]> {
  const sources: Source[] = [];
  const refusals: InvalidInput[] = [];
  for await (const table of readTables(store, file)) {
    const found = findLayout(await headOf(table));
    if (found.layout !== null) sources.push({ table, layout: found.layout });
    else {
      const refusal = refusalOf(table.name, found.missing, found.firstRow);
      // Two of the columns make it ONSPD, which must not be passed over.
      if (found.missing.length <= 2) throw refusal;
      refusals.push(refusal);
    }
  }
  const [refusal] = refusals;
  if (sources.length === 0 && refusal !== undefined) throw refusal;
  return sources;
}

async function headOf(table: Table): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of table.bytes()) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= LAYOUT_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, LAYOUT_BYTES);
}

function refusalOf(name: string, missing: readonly string[], firstRow: string): InvalidInput {
  const shown = firstRow.length > SHOWN_CHARACTERS ? `${firstRow.slice(0, SHOWN_CHARACTERS)}…` : firstRow;
  return new InvalidInput(
    missing.length <= 2
      ? `${name} lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(" and ")} of ONSPD: its first row is ${shown}.`
      : `${name} is neither ONSPD nor Code-Point Open: its first row is ${shown}.`,
    { hint: GIVE_POSTCODES },
  );
}

const SHOWN_CHARACTERS = 120;

function kindOf(sources: readonly Source[]): PostcodeKind {
  const [first] = sources;
  if (first === undefined) throw new InvalidInput("No postcode file was given.", { hint: GIVE_POSTCODES });
  const { kind } = first.layout;
  const other = sources.find(({ layout }) => layout.kind !== kind);
  if (other !== undefined)
    throw new InvalidInput(
      `${first.table.name} and ${other.table.name} are of two kinds, ONSPD and Code-Point Open.`,
      {
        hint: "Give one of the two; ONSPD also has the postcodes that are no longer in use.",
      },
    );
  return kind;
}

/** `ONSPD_NOV_2025_UK.csv`; the CSV of an area is called `ONSPD_NOV_2025_UK_SW.csv`. */
const WHOLE_ONSPD = /_UK\.csv(\.gz)?$/i;
const AREA_OF_ONSPD = /_UK_[A-Z]{1,2}\.csv(\.gz)?$/i;
/** ONSPD and its like, such as NSPL, have their edition in their names. */
const EDITION = /_([A-Z]{3,}_\d{4})_UK/i;

/** Without the CSVs of areas if the one of all is there. Refuses a table that is there twice, and two editions. */
function withoutRepeats(sources: readonly Source[]): readonly Source[] {
  const seen = new Map<string, string>();
  const editions = new Map<string, string>();
  for (const { table } of sources) {
    const path = table.name.split("/");
    const name = (path.at(-1) ?? "").toLowerCase();
    const same = seen.get(name);
    if (same !== undefined)
      throw new InvalidInput(`${same} and ${table.name} are the same table.`, {
        hint: "Give one edition of the postcodes, once.",
      });
    seen.set(name, table.name);
    const edition = EDITION.exec(name)?.[1];
    if (edition !== undefined) editions.set(edition, table.name);
  }
  if (editions.size > 1)
    throw new InvalidInput(`${[...editions.values()].join(" and ")} are of different editions.`, {
      hint: "Give one edition of the postcodes, the newest.",
    });
  const isWhole = sources.some(({ table }) => WHOLE_ONSPD.test(table.name));
  return isWhole ? sources.filter(({ table }) => !AREA_OF_ONSPD.test(table.name)) : sources;
}

/** Above this share of rows that are no postcodes, a file is no table of postcodes. */
const MOST_UNUSABLE = 0.01;
/** No row is as long; one that is has lost a quote. */
const LONGEST_ROW = 64 * 1024;
const LINE_FEED = 0x0a;

type Counts = { withoutPoint: number; terminated: number; unusable: number };

async function addRows(
  { table, layout }: Source,
  builder: PostcodeTableBuilder,
  counts: Counts,
): Promise<void> {
  const row = csvRow(layout.fields);
  let line = 1;
  let rows = 0;
  let unusable = 0;
  let first: { readonly line: number; readonly text: string } | undefined;

  /** Reads the rows of the first `length` bytes; returns where the row begins that is not finished. */
  function read(bytes: Buffer, length: number, isLast: boolean): number {
    let start = 0;
    while (start < length) {
      let end = splitRow(bytes, start, length, isLast, row);
      const isSplit = end >= 0;
      if (!isSplit) {
        if (end === UNFINISHED && length - start < LONGEST_ROW) break;
        const lineFeed = bytes.subarray(0, length).indexOf(LINE_FEED, start);
        if (lineFeed === -1 && !isLast && length - start < LONGEST_ROW) break;
        end = lineFeed === -1 ? length : lineFeed + 1;
      }
      const isBlank = isSplit && row.fields === 1 && row.starts[0] === row.ends[0];
      if (line > layout.headers && !isBlank) {
        rows++;
        if (!isSplit || !addRow(bytes, row, layout, builder, counts)) {
          unusable++;
          first ??= {
            line,
            text: bytes.toString("utf8", start, Math.min(end, start + SHOWN_CHARACTERS)).trim(),
          };
        }
      }
      line += 1 + (isSplit ? row.lineFeeds : 0);
      start = end;
    }
    return start;
  }

  // One buffer for all pieces: what is not finished moves to its beginning, and the next piece follows.
  let buffer = Buffer.alloc(0);
  let length = 0;
  for await (const piece of table.bytes()) {
    if (length + piece.length > buffer.length) {
      const larger = Buffer.alloc(length + piece.length + LONGEST_ROW);
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(piece, length);
    length += piece.length;
    const start = read(buffer, length, false);
    buffer.copyWithin(0, start, length);
    length -= start;
  }
  read(buffer, length, true);
  counts.unusable += unusable;
  if (first !== undefined && unusable > rows * MOST_UNUSABLE)
    throw new InvalidInput(
      `${table.name}: ${unusable.toLocaleString("en")} of ${rows.toLocaleString("en")} rows are no postcodes with a position, the first on line ${first.line}: ${first.text}`,
      { hint: "Get the file again. A spreadsheet that opened and saved it may have changed it." },
    );
}

/** Adds the postcode of a row, or passes over one of Northern Ireland. Returns false if the row is no postcode. */
function addRow(
  bytes: Buffer,
  row: CsvRow,
  layout: PostcodeLayout,
  builder: PostcodeTableBuilder,
  counts: Counts,
): boolean {
  if (row.fields < layout.fields) return false;
  const postcode = withOneBlank(fieldOf(bytes, row, layout.postcode));
  if (NORTHERN_IRELAND.test(postcode)) return true;
  const point = layout.point(bytes, row);
  if (point === undefined || !builder.add(postcode, point)) return false;
  if (point === null) counts.withoutPoint++;
  if (layout.isTerminated(row)) counts.terminated++;
  return true;
}

const NORTHERN_IRELAND = /^BT\d/i;

/** Editions that give all postcodes the same length have several blanks: `E1  6AN`. */
const withOneBlank = (postcode: string): string =>
  postcode.includes("  ") ? postcode.replace(/ +/, " ") : postcode;

/** An area must have at least this share of the postcodes that it had in the last edition. */
const LEAST_SHARE = 0.9;

/**
 * Refuses an edition that lacks postcodes: editions with tens of thousands of holes have been published, and each would
 * silently move sales out of the stations' circles.
 *
 * @param previous the postcodes of each area in the last accepted edition of the same kind.
 * @param next the same of the new edition. Areas that are in one of the two only are not compared.
 * @throws InvalidInput if an area has fewer than 90 % of its former postcodes.
 */
export function refuseSmallerEdition(
  previous: Readonly<Record<string, number>>,
  next: Readonly<Record<string, number>>,
): void {
  const smaller = Object.entries(previous).flatMap(([area, before]) => {
    const now = next[area];
    return now === undefined || now >= before * LEAST_SHARE ? [] : [{ area, before, now }];
  });
  const [worst] = smaller.toSorted((left, right) => left.now / left.before - right.now / right.before);
  if (worst === undefined) return;
  const others = smaller.length - 1;
  const also =
    others === 0
      ? ""
      : `, and ${others} other area${others === 1 ? " lacks" : "s lack"} more than a tenth as well`;
  throw new InvalidInput(
    `The postcode file has ${worst.now.toLocaleString("en")} of the ${worst.before.toLocaleString("en")} postcodes that the last edition had in the area ${worst.area}${also}. Sales there would find no station.`,
    { hint: "Get the edition again, or the next one: editions with holes have been published." },
  );
}
