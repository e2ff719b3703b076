import { isCapitals } from "../sentiment/characters.ts";

/** Names of the place that every post comes from. They do not express a sentiment. */
const CITY_AND_COUNTRY = ["London", "United Kingdom", "UK", "England", "Great Britain"];

/** A word that is not in VADER's lexicon. A test checks that. */
export const MASK = "placename";

/**
 * Returns the function that masks place names: London, the country's names and those of the stations. VADER's lexicon
 * has "united" and "great", so without a mask the name of a place would count as a sentiment.
 *
 * - Each word of a name becomes one MASK, and a word in capitals becomes a MASK in capitals. So the number of words,
 *   their distances and the contrast of capitals, which VADER's rules use, do not change.
 * - The longest name that matches is masked, between word boundaries: `London's` is masked, `Londoner` is not.
 * - Apostrophes and full stops can be missing, `&` can be `and`, hyphens can be spaces. A part of a name in
 *   brackets can be missing too.
 * - A station whose name is one word (Bank, Temple, Oval, Angel) is masked only in exactly this case, because in lower
 *   case it is an ordinary word, and in capitals it can be one. All other names are masked in any case.
 */
export function placeMasker(stationNames: readonly string[]): (text: string) => string {
  const stations = new Set(stationNames.flatMap(withoutBrackets));
  const names = [...new Set([...CITY_AND_COUNTRY, ...stations])].filter((name) => /[\p{L}\p{N}]/u.test(name));
  const longestFirst = names
    .toSorted((left, right) => right.length - left.length)
    .map((name) => ({ name, inAnyCase: CITY_AND_COUNTRY.includes(name) || /[\s-]/.test(name) }));
  // Most names are written like this, so their masks are computed once.
  const maskOf = new Map(names.map((name) => [name, maskWords(name)]));
  return nameReplacer(longestFirst, (found) => maskOf.get(found) ?? maskWords(found));
}

const withoutBrackets = (name: string): string[] => [name.trim(), name.replace(/\s*\(.*?\)/g, "").trim()];

const maskWords = (name: string): string =>
  name.replace(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu, (word) =>
    isCapitals(word) ? MASK.toUpperCase() : MASK,
  );

/** A name to look for. Spaces or hyphens separate its words. */
export interface Name {
  readonly name: string;
  /** Whether `HARROW` matches Harrow. */
  readonly inAnyCase: boolean;
}

/**
 * Returns the function that replaces every name with `replace(found)`. It finds names between word boundaries and in
 * any of their spellings: apostrophes and full stops can be missing, `&` can be `and` or `&amp;`, hyphens can be
 * spaces. If several names match, it takes the first of `names`.
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
      // Almost no word begins like a name, and the pattern, which has hundreds of names, is slow.
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

/** Letters, digits and the underscore. The word boundaries of the pattern cover letters of other scripts. */
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
 * Returns the function that tells whether a text can have one of these prefixes at an index. It ignores case, and it
 * treats some other characters like letters: false is certain, true is not. If a prefix is empty, the result is always
 * true.
 */
export function prefixFilter(prefixes: readonly string[]): (text: string, index: number) => boolean {
  const most = 1 + prefixes.reduce((sum, prefix) => sum + prefix.length, 0);
  // A trie: next[n * CODES + code] is the child of node n. The root is 0 and nobody's child.
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
 * The position of a letter in the alphabet, ignoring case. Other characters share these codes: two spellings of a letter
 * must have the same code, but two letters can have it too. If case is ignored, the Kelvin sign is a k and the long s is
 * an s.
 */
function codeOf(unit: number): number {
  if (unit < 0x80) return unit % CODES;
  if (unit === 0x212a) return 11;
  return unit === 0x17f ? 19 : 0;
}
