import { isCapitals } from "./capitals.ts";

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
  const pattern = namesPattern(stationNames);
  return (text) => text.replace(pattern, maskWords);
}

const maskWords = (name: string): string =>
  name.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu, (word) =>
    isCapitals(word) ? MASK.toUpperCase() : MASK,
  );

/** One pattern for all names, so that a text is read once. */
function namesPattern(stationNames: readonly string[]): RegExp {
  const stations = new Set(stationNames.flatMap(withoutBrackets));
  const names = [...new Set([...CITY_AND_COUNTRY, ...stations])].filter((name) => /[\p{L}\p{N}]/u.test(name));
  const alternatives = names
    .sort((left, right) => right.length - left.length)
    .map((name) => {
      const inAnyCase = CITY_AND_COUNTRY.includes(name) || /[\s-]/.test(name);
      return inAnyCase ? `(?i:${spellings(name)})` : spellings(name);
    });
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
}

const withoutBrackets = (name: string): string[] => [name.trim(), name.replace(/\s*\(.*?\)/g, "").trim()];

/** A pattern for a name and the ways people spell it. */
const spellings = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map((word) => (word === "&" ? "(?:&amp;|&|and)" : word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
    .map((word) => word.replace(/['’]/g, "['’]?").replaceAll("\\.", "\\.?"))
    .join("[\\s\\-]+");
