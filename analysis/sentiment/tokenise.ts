import { isCapitals } from "../text/capitals.ts";

/** U+001C to U+001F, the information separators, which JavaScript's `\s` lacks. */
const SEPARATORS = String.fromCharCode(0x1c, 0x1d, 0x1e, 0x1f);

/** What Python's `str.split()` splits at: it has these and U+0085, and lacks `\s`'s U+FEFF. */
const PYTHON_SPACE = new RegExp(`(?:(?!\\ufeff)[\\s\\u0085${SEPARATORS}])+`);

/** Python's `string.punctuation`. */
const PUNCTUATION = new Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

/** A stripped word shorter than this may be an emoticon, so it keeps its punctuation. */
const SHORTEST_WORD = 3;

/** The words and emoticons of a text, as SentiText of Python's vaderSentiment 3.3.2 finds them. */
export const tokenise = (text: string): string[] =>
  text
    .split(PYTHON_SPACE)
    .filter((token) => token !== "")
    .map(stripPunctuation);

function stripPunctuation(token: string): string {
  let start = 0;
  let end = token.length;
  while (start < end && PUNCTUATION.has(token.charAt(start))) start++;
  while (end > start && PUNCTUATION.has(token.charAt(end - 1))) end--;
  return end - start < SHORTEST_WORD ? token : token.slice(start, end);
}

/** Whether some of the words, but not all, are in capitals: only then do capitals stand for emphasis. */
export function hasMixedCapitals(words: readonly string[]): boolean {
  const capitals = words.reduce((count, word) => count + (isCapitals(word) ? 1 : 0), 0);
  return capitals > 0 && capitals < words.length;
}
