import { prefixFilter } from "./prefix-filter.ts";

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
