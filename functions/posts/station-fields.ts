import { stationSlug } from "../../analysis/places/station.ts";
import { InvalidInput } from "../errors.ts";

/** In characters: the database's `station varchar(256)`, which others read. */
const LONGEST_NAME = 256;

/** `where` begins every message: the file and the line. Throws InvalidInput, as the others here do. */
export function parseName(name: string, where: string): string {
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

export function parseSlug(name: string, where: string): string {
  const slug = stationSlug(name);
  if (slug !== "") return slug;
  throw new InvalidInput(`${where}: the name "${name}" has no letter from a to z and no digit.`, {
    hint: "Write it in Latin letters: keys in the object store are made from them.",
  });
}

/** Decimal digits with a point, as spreadsheets and programs write them, an exponent included. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function parseDegrees(text: string, column: string, limit: number, where: string): number {
  if (!DECIMAL.test(text)) {
    throw new InvalidInput(`${where}: the ${column} "${text}" is no number.`, {
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
