import { parse } from "csv-parse/sync";
import type { Exclusion, PlacedSale, SalePlace, ScannedCounts } from "../../../analysis/housing/sale.ts";

/** What a scanner of sales gave. */
export interface Scanned {
  readonly counts: ScannedCounts;
  readonly sales: readonly PlacedSale[];
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

/** What is known of a postcode: its place, or why it has none. */
export type FindPostcode = (postcode: string) => SalePlace | "unknownPostcode" | "noPoint" | "outside";

const CHECKS: readonly (readonly [column: number, form: RegExp, reason: string])[] = [
  [1, /^(?:[01]?\d{1,9}|2000000000)$/, "its price is not a whole number of pounds"],
  [1, /^(?!0*[01]$)/, "its price is £0 or £1"],
  [4, /^[DSTFO]$/, "its property type is not D, S, T, F or O"],
  [5, /^[YN]$/, "new or old is not Y or N"],
  [6, /^[FLU]$/, "its tenure is not F, L or U"],
  [14, /^[AB]$/, "its category is not A or B"],
  [3, /^$|^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i, "its postcode is not a postcode"],
];

/**
 * Reads rows of sales slowly and plainly, with csv-parse and regular expressions: what salesScanner must give for the file
 * that they make. Each row is a string in which the code of a character is a byte, and ends with its line's end.
 */
export function scanPlainly(rows: readonly string[], today: string, find: FindPostcode): Scanned {
  const counts = {
    ...{ read: 0, kept: 0, replaced: 0, deleted: 0, rejected: 0 },
    excluded: {
      ...{ repeated: 0, category: 0, type: 0, noPostcode: 0, unknownPostcode: 0, noPoint: 0, outside: 0 },
    },
    latestDate: null as string | null,
  };
  const sales: PlacedSale[] = [];
  const rejected: { line: number; reason: string }[] = [];
  const seen = new Map<string, { readonly line: number; readonly row: string }>();
  let line = 1;
  for (const row of rows) {
    counts.read++;
    const outcome = judge(row, line, today, find, seen);
    if (typeof outcome === "string") {
      counts.rejected++;
      rejected.push({ line, reason: outcome });
    } else {
      const { sale, exclusion } = outcome;
      if (exclusion !== "repeated" && (counts.latestDate ?? "") < sale.date) counts.latestDate = sale.date;
      if (exclusion !== null) counts.excluded[exclusion]++;
      else counts[({ A: "kept", C: "replaced", D: "deleted" } as const)[sale.status]]++;
      if (exclusion !== "repeated" && (exclusion === null || sale.status !== "A")) sales.push(sale);
    }
    line += row.split("\n").length - 1;
  }
  return { counts, sales, rejected };
}

/** Why a row is rejected, or its sale and why it is excluded. */
function judge(
  row: string,
  line: number,
  today: string,
  find: FindPostcode,
  seen: Map<string, { readonly line: number; readonly row: string }>,
): string | { readonly sale: PlacedSale; readonly exclusion: Exclusion | null } {
  const fields = fieldsOf(row);
  if (fields === null) return "its quotes do not fit";
  if (fields.length !== 16) return `it has ${fields.length} columns instead of 16`;
  const field = (column: number): string => fields[column] ?? "";
  const id = /^\{([\dA-F]{8}(?:-[\dA-F]{4}){3}-[\dA-F]{12})\}$/i.exec(field(0))?.[1]?.toLowerCase();
  if (id === undefined) return "its id is not a {GUID}";
  const status = field(15);
  if (status !== "A" && status !== "C" && status !== "D") return "its status is not A, C or D";
  const date = /^(\d{4}-\d\d-\d\d)(?: 00:00)?$/.exec(field(2))?.[1];
  if (date === undefined || !isDay(date)) return "its date is not a day as YYYY-MM-DD 00:00";
  if (date < "1995-01-01") return "its date is before 1995";
  if (date > today) return "its date is in the future";
  const fault = status === "D" ? undefined : CHECKS.find(([column, form]) => !form.test(field(column)));
  if (fault !== undefined) return fault[2];

  const found = status === "D" || field(3) === "" ? "noPostcode" : find(spaced(field(3)));
  const excluded = field(14) !== "A" ? "category" : field(4) === "O" ? "type" : null;
  const exclusion = status === "D" ? null : (excluded ?? (typeof found === "string" ? found : null));
  const place = exclusion === null && typeof found !== "string" ? found : null;
  const texts = place === null ? Array<string>(7).fill("") : fields.slice(7, 14).map(decoded);
  if (texts.includes(UNDECODABLE)) return "its text is neither UTF-8 nor Windows-1252";
  const [paon = "", saon = "", street = "", locality = "", town = "", district = "", county = ""] = texts;
  const sale = {
    ...{ id, line, status, price: Number(field(1)), date, postcode: spaced(field(3)) },
    ...{ type: field(4), isNew: field(5) === "Y", tenure: field(6) },
    ...{ paon, saon, street, locality, town, district, county, category: field(14), place },
  } as PlacedSale;
  if (exclusion !== null && status === "A") return { sale, exclusion };
  const earlier = seen.get(id);
  if (earlier === undefined) seen.set(id, { line, row: row.trimEnd() });
  else if (earlier.row !== row.trimEnd()) return `its id is on line ${earlier.line} with other contents`;
  return { sale, exclusion: earlier === undefined ? exclusion : "repeated" };
}

function fieldsOf(row: string): string[] | null {
  try {
    const [fields = []]: string[][] = parse(row, { relax_column_count: true });
    return fields;
  } catch {
    return null;
  }
}

function isDay(date: string): boolean {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
}

const spaced = (postcode: string): string =>
  postcode.toUpperCase().replace(/^([A-Z\d]+?) ?(\d[A-Z]{2})$/, "$1 $2");

const UNDECODABLE = "\uFFFE";

function decoded(text: string): string {
  const bytes = Buffer.from(text, "latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    if (/[\x81\x8d\x8f\x90\x9d]/.test(text)) return UNDECODABLE;
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
