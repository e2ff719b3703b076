import { HASH_SEED, hashUnit } from "../open-addressing.ts";
import { cleanText } from "../text/clean.ts";

const ASCII = /^[\0-\x7f]*$/;

/** X escapes these four characters. */
const ENTITY = /&(?:amp|lt|gt|quot);/g;

/**
 * Phrases that apps write, not people: Instagram's introduction, Swarm's company and place, the country after a place's
 * name. A full stop replaces them, so that the words on both sides are not a phrase.
 */
const BOILERPLATE =
  /\b(?:just posted an? (?:photo|video)|w\/ \d+ others?|united kingdom|great britain|greater london)\b/g;

/**
 * The text from which words are read: without URLs, @names, escapes and phrases of apps, in lower case, with normalised
 * letters (NFKC) and one kind of apostrophe.
 */
export function plainText(text: string): string {
  const cleaned = cleanText(text);
  const lower = ASCII.test(cleaned)
    ? cleaned.toLowerCase()
    : cleaned.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  const unescaped = lower.includes("&") ? lower.replace(ENTITY, ".") : lower;
  return unescaped.replace(BOILERPLATE, ".");
}

/** Classes of characters. */
const OTHER = 1;
const LETTER = 2;
const MARK = 3;
const JOINER = 4;
const GAP = 5;

/**
 * The position in a text whose words are read. One object serves many texts, and `nextWord` is not a closure, because
 * encoding posts takes most of its time here.
 */
export interface WordCursor {
  /** In lower case. */
  text: string;
  /** The word is `text.slice(start, end)`; both are 0 before the first one. */
  start: number;
  end: number;
  /** The hash of the word, for WordIndex. */
  hash: number;
  /** Whether only one space or one hyphen separates the word from the one before. */
  follows: boolean;
  /** The class of each UTF-16 unit, filled on demand, because looking up Unicode properties is slow. */
  readonly kinds: Uint8Array;
}

export const wordCursor = (): WordCursor => ({
  text: "",
  start: 0,
  end: 0,
  hash: 0,
  follows: false,
  kinds: new Uint8Array(0x10000),
});

export function beginText(cursor: WordCursor, text: string): void {
  cursor.text = text;
  cursor.start = 0;
  cursor.end = 0;
}

/**
 * Moves to the next word of the text. Returns false if there is none. A word consists of letters and digits of any
 * script, joined by apostrophes (o'clock) or underscores (notting_hill).
 */
export function nextWord(cursor: WordCursor): boolean {
  const { text, end: lastEnd, kinds } = cursor;
  const { length } = text;
  let start = lastEnd;
  while (start < length && (kinds[text.charCodeAt(start)] || kindOf(text, start, kinds)) !== LETTER) start++;
  if (start === length) return false;
  let hash = HASH_SEED;
  let end = start;
  let kind = LETTER;
  do {
    hash = hashUnit(hash, text.charCodeAt(end));
    end += 1;
    if (end === length) break;
    kind = kinds[text.charCodeAt(end)] || kindOf(text, end, kinds);
  } while (kind === LETTER || kind === MARK || (kind === JOINER && isInWord(text, end + 1, kinds)));
  cursor.start = start;
  cursor.end = end;
  cursor.hash = hash;
  cursor.follows = lastEnd > 0 && start === lastEnd + 1 && kindOf(text, lastEnd, kinds) === GAP;
  return true;
}

function isInWord(text: string, index: number, kinds: Uint8Array): boolean {
  if (index === text.length) return false;
  const kind = kindOf(text, index, kinds);
  return kind === LETTER || kind === MARK;
}

/** The class of the unit at `index`. Both halves of a surrogate pair have the class of the pair. */
function kindOf(text: string, index: number, kinds: Uint8Array): number {
  const unit = text.charCodeAt(index);
  const known = kinds[unit] ?? 0;
  if (known !== 0) return known;
  if (unit >= 0xd800 && unit <= 0xdfff) {
    const character = text.codePointAt(unit >= 0xdc00 ? index - 1 : index) ?? 0;
    return character > 0xffff ? kindOfCharacter(String.fromCodePoint(character)) : OTHER;
  }
  const kind = kindOfCharacter(String.fromCharCode(unit));
  kinds[unit] = kind;
  return kind;
}

function kindOfCharacter(character: string): number {
  if (/^[\p{L}\p{N}]$/u.test(character)) return LETTER;
  if (/^\p{M}$/u.test(character)) return MARK;
  if (character === "'" || character === "_") return JOINER;
  return character === " " || character === "-" ? GAP : OTHER;
}
