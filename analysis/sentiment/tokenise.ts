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

/** The words and emoticons of a text, and the punctuation that the rules use. */
export interface Tokens {
  readonly count: number;
  /** The number of each token in the vocabulary. Only the first `count` belong to this text. */
  readonly words: Uint16Array;
  /** The positions of the words of the lexicon, in order. Only the first `ratedCount` belong to this text. */
  readonly rated: Uint32Array;
  readonly ratedCount: number;
  /** 1 for each token in capitals. */
  readonly capitals: Uint8Array;
  /** The number of tokens in capitals. */
  readonly capitalised: number;
  readonly exclamationMarks: number;
  readonly questionMarks: number;
  /** Whether there is a character beyond ASCII, such as an emoji. */
  readonly beyondAscii: boolean;
}

/** The number of the word at `index`; UNKNOWN before the first one and after the last. */
export const wordAt = ({ count, words }: Tokens, index: number): number =>
  index >= 0 && index < count ? (words[index] ?? UNKNOWN) : UNKNOWN;

/** Whether the word is in capitals and other words are not. Only then do capitals mean emphasis. */
export const isEmphasised = ({ count, capitals, capitalised }: Tokens, index: number): boolean =>
  capitals[index] === 1 && capitalised < count;

/** Tokens that are reused for each text. */
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
 * A shorter word can be an emoticon, so it keeps its punctuation. Counting code units instead of Python's characters
 * makes no difference: a word with a character above U+FFFF is UNKNOWN with and without its punctuation.
 */
const SHORTEST_WORD = 3;

const EXCLAMATION_MARK = 0x21;
const QUESTION_MARK = 0x3f;

// An imported value is looked up at each use, a local constant is known to the compiler. That saves a tenth of the time
// in the loop over a text's characters.
const { lowerCase, mark, punctuation, space, beyondAscii, upperCase } = Character;
const flagsOf = flagsOfUnits();
const seed = HASH_SEED;
const hashed = hashUnit;

/**
 * Returns the function that finds the tokens of a text like SentiText of Python's vaderSentiment 3.3.2: it splits at
 * white space and strips the punctuation around each word. It copies no word: it hashes the letters as it reads them.
 *
 * The function returns the same object each time. Its content is valid until the next call.
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
      // The end of the word before its trailing punctuation, and the hash up to there.
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

/** The word of a token with marks, leading punctuation or characters beyond ASCII. It also counts the marks. */
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

/** Whether an apostrophe belongs to "n't". */
const isNotContraction = (text: string, apostrophe: number, end: number): boolean =>
  apostrophe > 0 &&
  apostrophe + 1 < end &&
  (text.charCodeAt(apostrophe + 1) | 0x20) === 0x74 &&
  (text.charCodeAt(apostrophe - 1) | 0x20) === 0x6e;

/** The word for a token including its punctuation. */
const findToken = (text: string, start: number, end: number): number =>
  end - start > vocabulary.longest
    ? UNKNOWN
    : findWord(vocabulary, text, start, end, hashOf(text, start, end));

/** Whether a token is in capitals. `seen` has the flags of its characters. */
function areCapitals(text: string, start: number, end: number, seen: number): boolean {
  if ((seen & lowerCase) !== 0) return false;
  return (seen & beyondAscii) === 0 ? (seen & upperCase) !== 0 : isCapitals(text.slice(start, end));
}
