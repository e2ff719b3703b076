import { CsvError, parse } from "csv-parse/sync";
import { InvalidInput } from "../errors.ts";
import { type DecodedRows, decodeTable, encodeTable } from "../parquet.ts";
import type { RejectedRow } from "./quarantine.ts";

/** The columns of the original's scraper, in its order. */
const COLUMNS = [
  "ad_id",
  "link",
  "price",
  "bedrooms",
  "bathrooms",
  "living_rooms",
  "address",
  "distance",
  "subway_station",
] as const;
type Column = (typeof COLUMNS)[number];

/** The columns of `listings/*.parquet` and, after the run, of `schema_housing.listings`. */
export const LISTING_COLUMNS: readonly string[] = COLUMNS;

export interface Listing {
  readonly ad_id: string;
  readonly link: string | null;
  /** Pounds that are asked for. */
  readonly price: number;
  readonly bedrooms: number | null;
  readonly bathrooms: number | null;
  readonly living_rooms: number | null;
  readonly address: string | null;
  /** From the station, in miles. */
  readonly distance: number | null;
  readonly subway_station: string;
}

/**
 * The listings of a CSV in UTF-8 with a header, whose columns may be in any order among others. A row that cannot be
 * used goes to `reject`. Throws InvalidInput if the file is no such CSV.
 *
 * @param stations the names that `subway_station` can have.
 */
export function parseListings(
  csv: Uint8Array,
  file: string,
  stations: ReadonlySet<string>,
  reject: (row: RejectedRow) => void,
): Listing[] {
  const listings: Listing[] = [];
  const seen = new Map<string, number>();
  for (const { record, info, raw } of parseRows(csv, file)) {
    const row = { line: info.lines, record: raw.trimEnd() };
    const result = parseListing(record, stations);
    if (typeof result === "string") {
      reject({ ...row, reason: result });
      continue;
    }
    const key = JSON.stringify([result.ad_id, result.subway_station]);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, info.lines);
      listings.push(result);
    } else reject({ ...row, reason: `the listing is already on line ${earlier} with the same station` });
  }
  return listings;
}

interface ParsedRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
  readonly raw: string;
}

function parseRows(csv: Uint8Array, file: string): ParsedRow[] {
  const hint = `Give a CSV in UTF-8 whose first line is ${COLUMNS.join(",")}.`;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(csv);
  } catch (cause) {
    throw new InvalidInput(`The listings file ${file} is not encoded in UTF-8.`, { hint, cause });
  }
  try {
    return parse(text, {
      columns: (header: string[]) => {
        const missing = COLUMNS.filter((column) => !header.includes(column));
        if (missing.length > 0)
          throw new InvalidInput(
            `The listings file ${file} lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")}.`,
            { hint },
          );
        return header;
      },
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
      raw: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InvalidInput(`The listings file ${file} cannot be read as CSV: ${error.message}.`, {
      hint,
      cause: error,
    });
  }
}

/** The listing, or why the row is none. */
function parseListing(record: ParsedRow["record"], stations: ReadonlySet<string>): Listing | string {
  const text = (column: Column): string => record[column] ?? "";
  if (COLUMNS.some((column) => record[column] === undefined)) return "the row has too few columns";
  const station = text("subway_station");
  if (text("ad_id") === "") return "ad_id is empty";
  if (!stations.has(station)) return `subway_station is no station of the stations file`;
  const price = parseNumber(text("price").replace(/^£/, "").replaceAll(",", ""), /^\d{1,9}(\.\d{1,2})?$/);
  if (price === null || price <= 1) return "price is not a number of pounds above 1";
  const rooms = (["bedrooms", "bathrooms", "living_rooms"] as const).map((column) => ({
    column,
    value: parseNumber(text(column), /^\d{1,3}$/),
  }));
  const wrong = rooms.find(({ column, value }) => value === null && text(column) !== "");
  if (wrong !== undefined) return `${wrong.column} is not a whole number`;
  const distance = parseNumber(text("distance"), /^\d{1,3}(\.\d+)?$/);
  if (distance === null && text("distance") !== "") return "distance is not a number of miles";
  const [bedrooms, bathrooms, living] = rooms;
  return {
    ad_id: text("ad_id"),
    link: text("link") || null,
    price,
    bedrooms: bedrooms?.value ?? null,
    bathrooms: bathrooms?.value ?? null,
    living_rooms: living?.value ?? null,
    address: text("address") || null,
    distance,
    subway_station: station,
  };
}

const parseNumber = (text: string, form: RegExp): number | null => (form.test(text) ? Number(text) : null);

export const encodeListings = (listings: readonly Listing[]): Uint8Array =>
  encodeTable(
    COLUMNS.map((name) => ({
      name,
      type: TYPES[name],
      nullable: true as const,
      cells: listings.map((listing) => listing[name]),
    })),
  );

const TYPES = {
  ad_id: "STRING",
  link: "STRING",
  price: "DOUBLE",
  bedrooms: "INT32",
  bathrooms: "INT32",
  living_rooms: "INT32",
  address: "STRING",
  distance: "DOUBLE",
  subway_station: "STRING",
} as const satisfies Record<Column, string>;

/** The rows of a file of listings, as values in the order of LISTING_COLUMNS. */
export const decodeListings = (file: Uint8Array): Promise<DecodedRows> => decodeTable(file, LISTING_COLUMNS);
