import { isCapitals } from "./capitals.ts";
import { nameReplacer } from "./replace-names.ts";

/** The names of wherever every post is from; they say where, and not how it is there. */
const CITY_AND_COUNTRY = ["London", "United Kingdom", "UK", "England", "Great Britain"];

/** A word that VADER's lexicon does not know; a test holds it to that. */
export const MASK = "placename";

/**
 * Returns the function that masks place names: London, the country's names and those of the stations. VADER
 * knows "united" and "great", so that the mere name of a place would pass for a mood.
 *
 * - Every word of a name becomes one MASK, and a word in capitals one in capitals: the number of words, their
 *   distances and the contrast of capitals, which VADER's rules look at, stay what they were.
 * - The longest name that fits is taken, between word boundaries: `London's` is masked, `Londoner` is not.
 * - Apostrophes and full stops may be missing, `&` may be `and`, hyphens may be blanks. A part of a name in
 *   brackets may be missing too.
 * - A station whose name is one word (Bank, Temple, Oval, Angel) is masked only where it is written just so,
 *   because in small letters it is an ordinary word, and in capitals it may well be one. All other names are
 *   masked in any case.
 */
export function placeMasker(stationNames: readonly string[]): (text: string) => string {
  const stations = new Set(stationNames.flatMap(withoutBrackets));
  const names = [...new Set([...CITY_AND_COUNTRY, ...stations])].filter((name) => /[\p{L}\p{N}]/u.test(name));
  const longestFirst = names
    .toSorted((left, right) => right.length - left.length)
    .map((name) => ({ name, inAnyCase: CITY_AND_COUNTRY.includes(name) || /[\s-]/.test(name) }));
  // Most names are written as they are.
  const maskOf = new Map(names.map((name) => [name, maskWords(name)]));
  return nameReplacer(longestFirst, (found) => maskOf.get(found) ?? maskWords(found));
}

const withoutBrackets = (name: string): string[] => [name.trim(), name.replace(/\s*\(.*?\)/g, "").trim()];

const maskWords = (name: string): string =>
  name.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu, (word) =>
    isCapitals(word) ? MASK.toUpperCase() : MASK,
  );
