import type { Station } from "../../../../analysis/places/station.ts";
import { InvalidInput } from "../../../errors.ts";
import type { XSettings } from "./settings.ts";

/** What X takes in recent search, in characters. */
const LONGEST_QUERY = 512;

/**
 * What X is asked for around a station. `OR` binds weaker than the blank between two operators, so a query of
 * alternatives is put in brackets: without them all but the first would ask for the whole world. Throws InvalidInput.
 */
export function searchQuery(
  { name, longitude, latitude }: Station,
  { query, radiusKm }: Pick<XSettings, "query" | "radiusKm">,
): string {
  const circle = `point_radius:[${degrees(longitude)} ${degrees(latitude)} ${radiusKm}km]`;
  const rest = /\bOR\b/.test(query) ? `(${query.trim()})` : query.trim();
  const whole = `${circle} ${rest}`.trim();
  if ([...whole].length <= LONGEST_QUERY) return whole;
  throw new InvalidInput(
    `The query for ${name} has ${[...whole].length} characters, and X takes ${LONGEST_QUERY}: ${whole.slice(0, 80)}…`,
    { hint: "Shorten the query of the settings." },
  );
}

/** A millionth of a degree is some ten centimetres. */
const degrees = (value: number): string => String(Number(value.toFixed(6)));
