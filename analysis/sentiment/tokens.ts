import { isInLexicon, UNKNOWN } from "./vocabulary.ts";

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
