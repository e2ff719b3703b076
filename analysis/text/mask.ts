import { isCapitals } from "../sentiment/characters.ts";

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

/** A name to look for. Its words are parted by blanks or hyphens. */
export interface Name {
  readonly name: string;
  /** Whether `HARROW` is Harrow, too. */
  readonly inAnyCase: boolean;
}

/**
 * Returns the function that puts `replace(found)` in the place of every name that is found. Names are found
 * between word boundaries and in any of their spellings: apostrophes and full stops may be missing, `&` may be
 * `and` or `&amp;`, hyphens may be blanks. Where several fit, the first of `names` is taken.
 */
export function nameReplacer(
  names: readonly Name[],
  replace: (found: string) => string,
): (text: string) => string {
  const pattern = patternOf(names);
  const mayBeName = prefixFilter(names.map(({ name }) => fixedPrefix(name)));
  return (text) => {
    let replaced = "";
    let copied = 0;
    let inWord = false;
    for (let index = 0; index < text.length; index++) {
      const beginsWord = !inWord;
      inWord = isAsciiWord(text.charCodeAt(index));
      // Almost no word begins like a name, and the pattern, which has hundreds, takes its time.
      if (!beginsWord || !mayBeName(text, index)) continue;
      pattern.lastIndex = index;
      if (!pattern.test(text)) continue;
      replaced += text.slice(copied, index) + replace(text.slice(index, pattern.lastIndex));
      copied = pattern.lastIndex;
      index = copied - 1;
      inWord = false;
    }
    return copied === 0 ? text : replaced + text.slice(copied);
  };
}

/** Letters, digits and the low line. Other scripts' letters are left to the pattern's own word boundary. */
const isAsciiWord = (unit: number): boolean => unit < ASCII && ASCII_WORD[unit] === 1;

const ASCII = 0x80;
const ASCII_WORD = Uint8Array.from({ length: ASCII }, (_, unit) =>
  /\w/.test(String.fromCharCode(unit)) ? 1 : 0,
);

/** Matches any of the names at its `lastIndex`. */
function patternOf(names: readonly Name[]): RegExp {
  const alternatives = names.map(({ name, inAnyCase }) =>
    inAnyCase ? `(?i:${spellings(name)})` : spellings(name),
  );
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}_])`, "uy");
}

/** A pattern for a name and the ways people spell it. */
const spellings = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map((word) => (word === "&" ? "(?:&amp;|&|and)" : word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")))
    .map((word) => word.replace(/['’]/g, "['’]?").replaceAll("\\.", "\\.?"))
    .join("[\\s\\-]+");

/** What all spellings of a name begin with. */
const fixedPrefix = (name: string): string => /^[^\s\-.'’&]*/.exec(name)?.[0] ?? "";

/** How many codes codeOf gives. */
const CODES = 32;

/**
 * Returns the function that says whether one of these prefixes stands in a text at an index. It takes capitals
 * and small letters for the same, and some characters that are no letters for letters: what it denies is not
 * there, what it affirms may be. Where a prefix is empty it affirms everything.
 */
export function prefixFilter(prefixes: readonly string[]): (text: string, index: number) => boolean {
  const most = 1 + prefixes.reduce((sum, prefix) => sum + prefix.length, 0);
  // Node n goes on to node next[n * CODES + code]; nothing goes on to the root, which is 0.
  const next = new Uint32Array(most * CODES);
  const ends = new Uint8Array(most);
  let nodes = 1;
  for (const prefix of prefixes) {
    let node = 0;
    for (let index = 0; index < prefix.length; index++) {
      const edge = node * CODES + codeOf(prefix.charCodeAt(index));
      node = next[edge] || nodes++;
      next[edge] = node;
    }
    ends[node] = 1;
  }
  return (text, from) => {
    let node = 0;
    for (let index = from; ends[node] === 0; index++) {
      if (index === text.length) return false;
      node = next[node * CODES + codeOf(text.charCodeAt(index))] ?? 0;
      if (node === 0) return false;
    }
    return true;
  };
}

/**
 * A letter's place in the alphabet, the same in capitals. Other characters share these codes: two spellings of
 * a letter must never differ, and two letters may be alike. The Kelvin sign and the long s are a k and an s
 * where case is ignored.
 */
function codeOf(unit: number): number {
  if (unit < 0x80) return unit % CODES;
  if (unit === 0x212a) return 11;
  return unit === 0x17f ? 19 : 0;
}
