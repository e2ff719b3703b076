import { HASH_SEED, hashUnit } from "../open-addressing.ts";
import { Character, flagsOfUnits, isCapitals } from "./characters.ts";
import {
  findWord,
  hashOf,
  isInLexicon,
  lowerCaseAscii,
  OTHER_CONTRACTION,
  UNKNOWN,
  vocabulary,
} from "./vocabulary.ts";

/** The words and emoticons of a text, and what of its punctuation the rules look at. */
export interface Tokens {
  readonly count: number;
  /** The number of each in the vocabulary; only the first `count` are of this text. */
  readonly words: Uint16Array;
  /** Where the words of the lexicon stand, in order; only the first `ratedCount` are of this text. */
  readonly rated: Uint32Array;
  readonly ratedCount: number;
  /** 1 for each that is in capitals. */
  readonly capitals: Uint8Array;
  /** How many of them are in capitals. */
  readonly capitalised: number;
  readonly exclamationMarks: number;
  readonly questionMarks: number;
  /** Whether there is a character beyond ASCII, such as an emoji. */
  readonly beyondAscii: boolean;
}

/** The number of the word at `index`; UNKNOWN before the first one and after the last. */
export const wordAt = ({ count, words }: Tokens, index: number): number =>
  index >= 0 && index < count ? (words[index] ?? UNKNOWN) : UNKNOWN;

/** Whether the word stands in capitals and other words do not: only then do capitals stand for emphasis. */
export const isEmphasised = ({ count, capitals, capitalised }: Tokens, index: number): boolean =>
  capitals[index] === 1 && capitalised < count;

/** Tokens that are filled again for each text. */
export type TokenBuffer = { -readonly [Key in keyof Tokens]: Tokens[Key] };

export const tokenBuffer = (): TokenBuffer => ({
  count: 0,
  words: new Uint16Array(256),
  rated: new Uint32Array(256),
  ratedCount: 0,
  capitals: new Uint8Array(256),
  capitalised: 0,
  exclamationMarks: 0,
  questionMarks: 0,
  beyondAscii: false,
});

export function clear(tokens: TokenBuffer): void {
  tokens.count = 0;
  tokens.ratedCount = 0;
  tokens.capitalised = 0;
  tokens.exclamationMarks = 0;
  tokens.questionMarks = 0;
  tokens.beyondAscii = false;
}

export function append(tokens: TokenBuffer, word: number, isInCapitals: boolean): void {
  if (tokens.count === tokens.words.length) makeRoom(tokens);
  tokens.words[tokens.count] = word;
  if (isInLexicon(word)) tokens.rated[tokens.ratedCount++] = tokens.count;
  tokens.capitals[tokens.count] = isInCapitals ? 1 : 0;
  if (isInCapitals) tokens.capitalised++;
  tokens.count++;
}

function makeRoom(tokens: TokenBuffer): void {
  const { words, rated, capitals } = tokens;
  tokens.words = new Uint16Array(words.length * 2);
  tokens.words.set(words);
  tokens.rated = new Uint32Array(rated.length * 2);
  tokens.rated.set(rated);
  tokens.capitals = new Uint8Array(capitals.length * 2);
  tokens.capitals.set(capitals);
}

/**
 * A word of fewer characters may be an emoticon, so it keeps its punctuation. Code units will do for Python's
 * characters: a word with one beyond U+FFFF is UNKNOWN with its punctuation and without.
 */
const SHORTEST_WORD = 3;

const EXCLAMATION_MARK = 0x21;
const QUESTION_MARK = 0x3f;

// What is imported is looked up at each use, what stands here is known to the compiler: in the loop over a
// text's characters that makes a tenth of the time.
const { lowerCase, mark, punctuation, space, beyondAscii, upperCase } = Character;
const flagsOf = flagsOfUnits();
const seed = HASH_SEED;
const hashed = hashUnit;

/**
 * Returns the function that finds the tokens of a text as SentiText of Python's vaderSentiment 3.3.2 does: it
 * splits at white space and strips the punctuation around each word. No word is cut out: the letters are
 * hashed as they are read.
 *
 * What it returns is the same object each time, and holds until the next call.
 */
export function tokeniser(): (text: string) => Tokens {
  const tokens = tokenBuffer();
  return (text) => {
    clear(tokens);
    const { length } = text;
    let at = 0;
    while (at < length) {
      let unit = text.charCodeAt(at);
      let flags = flagsOf[unit] ?? 0;
      if (flags === space) {
        at++;
        continue;
      }
      const start = at;
      const isLed = flags & punctuation;
      let seen = 0;
      let hash = seed;
      // Where the punctuation after the word begins, and the hash up to there.
      let end = at;
      let wordHash = seed;
      do {
        seen |= flags;
        hash = hashed(hash, unit | (flags & upperCase));
        if ((flags & punctuation) === 0) {
          end = at + 1;
          wordHash = hash;
        }
        if (++at === length) break;
        unit = text.charCodeAt(at);
        flags = flagsOf[unit] ?? 0;
      } while (flags !== space);
      let word: number;
      if ((isLed | (seen & (mark | beyondAscii))) !== 0) {
        word = findWithin(tokens, text, start, at);
      } else {
        const isWord = end - start >= SHORTEST_WORD;
        word = findWord(vocabulary, text, start, isWord ? end : at, isWord ? wordHash : hash);
      }
      if ((seen & beyondAscii) !== 0) tokens.beyondAscii = true;
      append(tokens, word, areCapitals(text, start, at, seen));
    }
    return tokens;
  };
}

/** The word of a token that needs a closer look, with punctuation before it for one; counts its marks. */
function findWithin(tokens: TokenBuffer, text: string, tokenStart: number, tokenEnd: number): number {
  let start = tokenStart;
  let end = tokenStart;
  let hash = seed;
  let wordHash = seed;
  let hasContraction = false;
  for (let at = tokenStart; at < tokenEnd; at++) {
    const unit = text.charCodeAt(at);
    const flags = flagsOf[unit] ?? 0;
    if ((flags & punctuation) === 0) {
      if (end === tokenStart) start = at;
      hash = hashed(hash, lowerCaseAscii(unit));
      wordHash = hash;
      end = at + 1;
      continue;
    }
    if (end > tokenStart) hash = hashed(hash, unit);
    if ((flags & mark) === 0) continue;
    if (unit === EXCLAMATION_MARK) tokens.exclamationMarks++;
    else if (unit === QUESTION_MARK) tokens.questionMarks++;
    else if (isNotContraction(text, at, tokenEnd)) hasContraction = true;
  }
  const word =
    end - start < SHORTEST_WORD
      ? findToken(text, tokenStart, tokenEnd)
      : findWord(vocabulary, text, start, end, wordHash);
  return word === UNKNOWN && hasContraction ? OTHER_CONTRACTION : word;
}

/** Whether an apostrophe is that of "n't". */
const isNotContraction = (text: string, apostrophe: number, end: number): boolean =>
  apostrophe > 0 &&
  apostrophe + 1 < end &&
  (text.charCodeAt(apostrophe + 1) | 0x20) === 0x74 &&
  (text.charCodeAt(apostrophe - 1) | 0x20) === 0x6e;

/** The word that a token is with its punctuation. */
const findToken = (text: string, start: number, end: number): number =>
  end - start > vocabulary.longest
    ? UNKNOWN
    : findWord(vocabulary, text, start, end, hashOf(text, start, end));

/** Whether a token is in capitals; `seen` is what its characters are. */
function areCapitals(text: string, start: number, end: number, seen: number): boolean {
  if ((seen & lowerCase) !== 0) return false;
  return (seen & beyondAscii) === 0 ? (seen & upperCase) !== 0 : isCapitals(text.slice(start, end));
}
