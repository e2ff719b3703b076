import type { Corpus } from "./corpus.ts";
import { pairTable } from "./pair-table.ts";
import { countWords, findPhrases, type Phrase } from "./phrases.ts";
import { BITS, FLAGS, FOLLOWS, LAST, REPEATED_PHRASE } from "./text-store.ts";

/** The terms of a corpus: the stems of its words, with their numbers, then its phrases. */
export interface Vocabulary {
  /** The number of words. A term with this number or a higher one is a phrase. */
  readonly words: number;
  readonly phrases: readonly Phrase[];
  /** How many of all texts contain each term, by its number. */
  readonly textsOf: Uint32Array;
  /** A stem, or two stems with a space between them. */
  name(term: number): string;
}

/** Finds the phrases, and gives each token that ends a phrase the phrase's number: see text-store.ts. */
export function findVocabulary({ texts: { chunks }, stems }: Corpus): Vocabulary {
  const counts = countWords(chunks, stems.length);
  const phrases = findPhrases(chunks, counts);
  markPhrases(chunks, phrases, stems.length);
  const textsOf = new Uint32Array(stems.length + phrases.length);
  textsOf.set(counts.textsOf);
  textsOf.set(
    phrases.map(({ together }) => together),
    stems.length,
  );
  const phraseNames = phrases.map(({ first, second }) => `${stems[first]} ${stems[second]}`);
  return {
    words: stems.length,
    phrases,
    textsOf,
    name: (term) => stems[term] ?? phraseNames[term - stems.length] ?? "",
  };
}

/** The number of the word of a token, whether or not it ends a phrase. */
export function wordOf(token: number, { words, phrases }: Vocabulary): number {
  const number = token >>> BITS;
  return number < words ? number : (phrases[number - words]?.second ?? 0);
}

/**
 * Goes from the end of each chunk to its start, so that the words before a token are still unchanged. In a text, the
 * last occurrence of a phrase is the one without REPEATED_PHRASE.
 */
function markPhrases(chunks: readonly Uint32Array[], phrases: readonly Phrase[], words: number): void {
  const numbers = pairTable();
  for (const [index, { first, second }] of phrases.entries()) numbers.set(first, second, words + index);
  const lastText = new Uint32Array(phrases.length);
  let text = 0;
  for (const chunk of chunks)
    for (let index = chunk.length - 1; index >= 0; index--) {
      const token = chunk[index] ?? 0;
      if ((token & LAST) !== 0) text += 1;
      if ((token & FOLLOWS) === 0) continue;
      const phrase = numbers.get((chunk[index - 1] ?? 0) >>> BITS, token >>> BITS);
      if (phrase === 0) continue;
      const repeated = lastText[phrase - words] === text ? REPEATED_PHRASE : 0;
      lastText[phrase - words] = text;
      chunk[index] = (phrase << BITS) | (token & FLAGS) | repeated;
    }
}
