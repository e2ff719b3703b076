import descriptions from "./lexicon/emoji.json" with { type: "json" };

/**
 * Classes of characters for Python's `str.split`, `str.strip(string.punctuation)` and `str.isupper`, which VADER's
 * reference implementation uses. They are flags, so that a word's classes can be combined.
 */
export const Character = {
  lowerCase: 1,
  punctuation: 2,
  space: 4,
  /** Not ASCII and not a space. It can have a case, and it can be half a character. */
  beyondAscii: 8,
  /** A digit or a control character. */
  other: 16,
  /** Its value converts a capital to lower case: `unit | (flags & upperCase)`. */
  upperCase: 32,
  /** Set in addition to `punctuation`, for "!", "?" and the apostrophe, which the rules use. */
  mark: 64,
} as const;

/** Python's white space. JavaScript's `\s` also has U+FEFF, and lacks U+0085 and the information separators. */
const SPACES =
  "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" +
  "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

/** The flags of each code unit. The table has all of them, because a call for rare units slows down the others. */
export function flagsOfUnits(): Uint8Array {
  const flags = new Uint8Array(0x10000).fill(Character.beyondAscii).fill(Character.other, 0, 0x80);
  for (let unit = 0x41; unit <= 0x5a; unit++) flags[unit] = Character.upperCase;
  for (let unit = 0x61; unit <= 0x7a; unit++) flags[unit] = Character.lowerCase;
  for (const mark of "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") flags[mark.charCodeAt(0)] = Character.punctuation;
  for (const mark of "!?'") flags[mark.charCodeAt(0)] = Character.punctuation | Character.mark;
  for (const space of SPACES) flags[space.charCodeAt(0)] = Character.space;
  return flags;
}

const WORDS: ReadonlyMap<string, string> = new Map(Object.entries(descriptions));

const EMOJI = new RegExp(`[${[...WORDS.keys()].join("")}]`, "gu");

/**
 * Replaces each emoji with its description. As in Python, a space is inserted before the description and none after
 * it: "hi😀there" becomes "hi grinning facethere". An emoji is one code point. A code point that modifies it (U+FE0F, a
 * joiner) stays, directly after the description.
 */
export const describeEmoji = (text: string): string => text.replace(EMOJI, (emoji) => ` ${WORDS.get(emoji)}`);

/**
 * Python 3.11 has Unicode 14. Characters that got a case in a later version have none in it, and U+0295 is a lower-case
 * letter. JavaScript engines have newer versions of Unicode and differ from each other.
 */
const UPPER_CASE =
  /[\p{Uppercase}--[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]]/v;
const LOWER_CASE =
  /[[\p{Lowercase}\u0295]--[\u10fc\u1c8a\ua7cd\ua7cf\ua7db\ua7f1-\ua7f4\uab69\u{10d70}-\u{10d85}\u{16ebb}-\u{16ed3}\u{1df25}-\u{1df2a}\u{1e030}-\u{1e06d}]]/v;
const TITLE_CASE = /\p{Lt}/u;

/** Whether a word is in capitals: it has some, and no lower-case letter, as in `isupper` of Python 3.11. */
export const isCapitals = (word: string): boolean =>
  UPPER_CASE.test(word) && !LOWER_CASE.test(word) && !TITLE_CASE.test(word);
