import { CsvError, parse } from "csv-parse/sync";
import { type Station, stationSlug } from "../../analysis/places/station.ts";
import { InvalidInput } from "../errors.ts";

const COLUMNS = ["Latitude", "Longitude", "Station", "Zone"] as const;
type Column = (typeof COLUMNS)[number];

interface Row {
  readonly fields: readonly string[];
  /** The line in which the row ends, counted from 1. */
  readonly line: number;
}

/**
 * The stations of a CSV file (RFC 4180, UTF-8) in the order of its rows. The columns Latitude, Longitude
 * (degrees, WGS 84), Station and Zone may stand in any order among others; a byte order mark, CRLF, blank
 * lines and blanks around a field are accepted. `file` is the name that messages give it. Throws InvalidInput.
 */
export function parseStations(csv: Uint8Array, file: string): Station[] {
  const [header, ...rows] = parseRows(decodeUtf8(csv, file), file);
  const indices = columnIndices(header?.fields ?? [], file);
  if (rows.length === 0) {
    throw new InvalidInput(`${file} has no stations: there is nothing below its header.`, {
      hint: "Add a row for each station, such as 51.5142,-0.1494,Bond Street,1.",
    });
  }
  const taken = new Map<string, { readonly name: string; readonly line: number }>();
  return rows.map(({ fields, line }) => {
    const field = (column: Column): string => fields[indices[column]] ?? "";
    const where = `${file}, line ${line}`;
    const name = parseName(field("Station"), where);
    const slug = parseSlug(name, where);
    const earlier = taken.get(slug);
    if (earlier !== undefined) throw repeated(name, slug, earlier, where);
    taken.set(slug, { name, line });
    return {
      name,
      slug,
      zone: field("Zone"),
      latitude: parseDegrees(field("Latitude"), "Latitude", 90, where),
      longitude: parseDegrees(field("Longitude"), "Longitude", 180, where),
    };
  });
}

function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InvalidInput(`${file} is not encoded in UTF-8.`, {
      hint: 'Save it as UTF-8, which spreadsheets call "CSV UTF-8".',
      cause: error,
    });
  }
}

function parseRows(text: string, file: string): Row[] {
  const rows: Row[] = [];
  try {
    parse(text, {
      trim: true,
      skip_empty_lines: true,
      on_record: (fields: string[], { lines }) => {
        rows.push({ fields, line: lines });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InvalidInput(`${file} cannot be read as CSV: ${error.message}.`, {
      hint: 'Give every row as many fields as the header has, and put a field with a comma or a quote in quotes ("a, ""b""").',
      cause: error,
    });
  }
  return rows;
}

function columnIndices(header: readonly string[], file: string): Record<Column, number> {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const found = header.length === 0 ? "the file is empty" : `found ${header.join(", ")}`;
    throw new InvalidInput(
      `${file} lacks the column${missing.length > 1 ? "s" : ""} ${missing.join(", ")}: ${found}.`,
      {
        hint: `Begin the file with the line ${COLUMNS.join(",")}.`,
      },
    );
  }
  const twice = COLUMNS.find((column) => header.indexOf(column) !== header.lastIndexOf(column));
  if (twice !== undefined) {
    throw new InvalidInput(`${file} has the column ${twice} more than once.`, {
      hint: "Rename or remove the others in the file's first line.",
    });
  }
  return {
    Latitude: header.indexOf("Latitude"),
    Longitude: header.indexOf("Longitude"),
    Station: header.indexOf("Station"),
    Zone: header.indexOf("Zone"),
  };
}

function repeated(
  name: string,
  slug: string,
  earlier: { readonly name: string; readonly line: number },
  where: string,
): InvalidInput {
  return earlier.name === name
    ? new InvalidInput(`${where}: the station "${name}" is already on line ${earlier.line}.`, {
        hint: "Remove one of the rows, or tell the two apart as in Edgware Road (Bakerloo).",
      })
    : new InvalidInput(
        `${where}: the name "${name}" is too much like "${earlier.name}" on line ${earlier.line}: both give the key "${slug}".`,
        { hint: "Remove one of the rows, or let the names differ in a letter or a digit." },
      );
}

/** The names among `wanted` that no station has. */
export function unknownStations(wanted: readonly string[], stations: readonly Station[]): string[] {
  const names = new Set(stations.map((station) => station.name));
  return wanted.filter((name) => !names.has(name));
}

/** In characters: the database's `station varchar(256)`, which others read. */
const LONGEST_NAME = 256;

/** `where` begins every message: the file and the line. Throws InvalidInput, as the two functions below. */
function parseName(name: string, where: string): string {
  if (name === "") {
    throw new InvalidInput(`${where}: the station has no name.`, {
      hint: "Fill in the column Station, or remove the row.",
    });
  }
  if (/\p{Cc}/u.test(name)) {
    throw new InvalidInput(`${where}: the name ${JSON.stringify(name)} has a control character in it.`, {
      hint: "Write the name again, on one line.",
    });
  }
  const length = [...name].length;
  if (length > LONGEST_NAME) {
    throw new InvalidInput(
      `${where}: the name "${[...name].slice(0, 40).join("")}…" has ${length} characters.`,
      {
        hint: `Shorten it to ${LONGEST_NAME} characters.`,
      },
    );
  }
  return name;
}

function parseSlug(name: string, where: string): string {
  const slug = stationSlug(name);
  if (slug !== "") return slug;
  throw new InvalidInput(`${where}: the name "${name}" has no letter from a to z and no digit.`, {
    hint: "Write it in Latin letters: keys in the object store are made from them.",
  });
}

/** Decimal digits with a point, as spreadsheets and programs write them, an exponent included. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function parseDegrees(text: string, column: string, limit: number, where: string): number {
  if (!DECIMAL.test(text)) {
    throw new InvalidInput(`${where}: the ${column} "${text}" is not a number.`, {
      hint: "Write degrees with a decimal point, such as 51.5142.",
    });
  }
  const degrees = Number(text);
  if (Math.abs(degrees) > limit) {
    throw new InvalidInput(`${where}: the ${column} ${text} is outside -${limit} to ${limit}.`, {
      hint: "Write degrees (WGS 84), the latitude under Latitude and the longitude under Longitude.",
    });
  }
  // Adding zero turns -0, which JSON cannot say, into 0.
  return degrees + 0;
}
