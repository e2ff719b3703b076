import { type CountableWords, countableNumber, countableWords, NOT_COUNTABLE } from "./countable-words.ts";
import { append, type NumberList } from "./number-list.ts";
import { plainText } from "./plain-text.ts";
import { beginText, nextWord, type WordCursor, wordCursor } from "./scan-words.ts";

/** Reads the countable words of texts, each of which it judges once. */
export interface WordReader {
  readonly cursor: WordCursor;
  readonly words: CountableWords;
}

export const wordReader = (): WordReader => ({ cursor: wordCursor(), words: countableWords() });

/**
 * Adds the countable words of a text to `tokens`, and returns how many they are. A token is twice the number of
 * the word in `words.names`, and 1 more where nothing but a blank or a hyphen stands between the word and the
 * countable word before it.
 */
export function readWords({ cursor, words }: WordReader, text: string, tokens: NumberList): number {
  const before = tokens.length;
  let lastIsCountable = false;
  beginText(cursor, plainText(text));
  while (nextWord(cursor)) {
    const number = countableNumber(words, cursor.text, cursor.start, cursor.end, cursor.hash);
    if (number !== NOT_COUNTABLE) append(tokens, 2 * number + (cursor.follows && lastIsCountable ? 1 : 0));
    lastIsCountable = number !== NOT_COUNTABLE;
  }
  return tokens.length - before;
}
