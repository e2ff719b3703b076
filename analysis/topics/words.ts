import { HASH_SEED, hashUnit } from "../open-addressing.ts";
import { cleanText } from "../text/clean.ts";

const ASCII = /^[\0-\x7f]*$/;

/** X hands these four out escaped. */
const ENTITY = /&(?:amp|lt|gt|quot);/g;

/**
 * What apps write, not people: Instagram's opening, Swarm's company and place, the country after a place's
 * name. A full stop stays, so that the words on both sides are no phrase.
 */
const BOILERPLATE =
  /\b(?:just posted an? (?:photo|video)|w\/ \d+ others?|united kingdom|great britain|greater london)\b/g;

/**
 * The text as words are taken from it: without URLs, @names, escapes and what apps write, in lower case, with
 * one spelling for each letter (NFKC) and one apostrophe.
 */
export function plainText(text: string): string {
  const cleaned = cleanText(text);
  const lower = ASCII.test(cleaned)
    ? cleaned.toLowerCase()
    : cleaned.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  const unescaped = lower.includes("&") ? lower.replace(ENTITY, ".") : lower;
  return unescaped.replace(BOILERPLATE, ".");
}

/** What a character is to a word. */
const OTHER = 1;
const LETTER = 2;
const MARK = 3;
const JOINER = 4;
const GAP = 5;

/**
 * Where a walk through the words of a text stands. It is one object for many texts, and `nextWord` is no closure,
 * since this is where the reading of posts spends its time.
 */
export interface WordCursor {
  /** In lower case. */
  text: string;
  /** The word is `text.slice(start, end)`; both are 0 before the first one. */
  start: number;
  end: number;
  /** See WordIndex. */
  hash: number;
  /** Whether nothing but one blank or one hyphen stands between the word and the last one. */
  follows: boolean;
  /** By UTF-16 unit, filled as units are met: a property of Unicode is slow to ask for. */
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
 * Goes on to the next word of the text; false where there is none. A word is made of letters and digits of any
 * script, joined by apostrophes (o'clock) or low lines (notting_hill).
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

/** The kind of the unit at `index`. Both halves of a surrogate pair are what the pair is. */
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
