import descriptions from "./lexicon/emoji.json" with { type: "json" };

/**
 * What a character is to Python's `str.split`, `str.strip(string.punctuation)` and `str.isupper`, which VADER's
 * reference implementation relies on. Flags, so that those of a word's characters can be joined.
 */
export const Character = {
  lowerCase: 1,
  punctuation: 2,
  space: 4,
  /** And no space: it may have a case, and may be half a character. */
  beyondAscii: 8,
  /** A digit or a control character. */
  other: 16,
  /** Its value is what makes a capital a small letter: `unit | (flags & upperCase)`. */
  upperCase: 32,
  /** Beside punctuation: "!", "?" and the apostrophe, which the rules look at. */
  mark: 64,
} as const;

/** JavaScript's `\s` has U+FEFF, which is none of Python's, and lacks U+0085 and the information separators. */
const SPACES =
  "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007" +
  "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

/** The flag of each code unit. A table of all of them: a call for the rare ones would slow down the others. */
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
 * The text with each emoji replaced by the words that stand for it. As in Python a blank keeps them apart from
 * what comes before, and none from what comes after: "hi😀there" is "hi grinning facethere". An emoji is one
 * code point; what follows it (U+FE0F, a joiner) stays and is glued on.
 */
export const describeEmoji = (text: string): string => text.replace(EMOJI, (emoji) => ` ${WORDS.get(emoji)}`);

/**
 * Python 3.11 has Unicode 14: what was given a case since is caseless to it, and U+0295 was a small letter. A
 * newer JavaScript engine knows better, and two engines would not agree.
 */
const UPPER_CASE =
  /[\p{Uppercase}--[\u1c89\ua7cb\ua7cc\ua7ce\ua7d2\ua7d4\ua7da\ua7dc\u{10d50}-\u{10d65}\u{16ea0}-\u{16eb8}]]/v;
const LOWER_CASE =
  /[[\p{Lowercase}\u0295]--[\u10fc\u1c8a\ua7cd\ua7cf\ua7db\ua7f1-\ua7f4\uab69\u{10d70}-\u{10d85}\u{16ebb}-\u{16ed3}\u{1df25}-\u{1df2a}\u{1e030}-\u{1e06d}]]/v;
const TITLE_CASE = /\p{Lt}/u;

/** Whether a word is in capitals: it has some, and no small letter. As `isupper` of Python 3.11. */
export const isCapitals = (word: string): boolean =>
  UPPER_CASE.test(word) && !LOWER_CASE.test(word) && !TITLE_CASE.test(word);
