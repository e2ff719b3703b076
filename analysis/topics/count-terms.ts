import { append, numberBuffer } from "../number-buffer.ts";
import { FEWEST_TEXTS } from "./ranking.ts";
import { BITS, chunkOf, LAST, offsetOf, REPEATED, REPEATED_PHRASE, type TextStore } from "./text-store.ts";
import { type Vocabulary, wordOf } from "./vocabulary.ts";

/** How many texts, or posts, contain each term that has FEWEST_TEXTS or more, in no particular order. */
export interface TermTotals {
  /** Numbers of the vocabulary. */
  readonly terms: Uint32Array;
  readonly counts: Uint32Array;
}

/** The counts of one place. */
export interface PlaceTotals {
  /** The number of distinct texts. */
  readonly texts: number;
  /** Words and phrases, by distinct texts. */
  readonly byText: TermTotals;
  /** Words, by posts. */
  readonly byPost: TermTotals;
}

/** Counts terms place by place. */
export interface TermCounter {
  /** The counts of every term, including rare ones, in all places so far, by the term's number. */
  readonly byText: Uint32Array;
  readonly byPost: Uint32Array;
  /** Counts the texts of a place's posts, one for each post. It sorts `texts`. */
  countPlace(texts: Uint32Array): PlaceTotals;
}

export function termCounter(store: TextStore, vocabulary: Vocabulary): TermCounter {
  const terms = vocabulary.textsOf.length;
  const byText = new Uint32Array(terms);
  const byPost = new Uint32Array(vocabulary.words);
  const textCounts = new Uint32Array(terms);
  const postCounts = new Uint32Array(vocabulary.words);
  const met = numberBuffer();

  /** Counts a text that occurs in so many posts. */
  function countText(text: number, posts: number): void {
    const chunk = chunkOf(store, text);
    for (let index = offsetOf(text), token = 0; (token & LAST) === 0; index++) {
      token = chunk[index] ?? LAST;
      if ((token & REPEATED) === 0) {
        const word = wordOf(token, vocabulary);
        countTerm(word);
        postCounts[word] = (postCounts[word] ?? 0) + posts;
      }
      const term = token >>> BITS;
      if (term >= vocabulary.words && (token & REPEATED_PHRASE) === 0) countTerm(term);
    }
  }

  function countTerm(term: number): void {
    const count = textCounts[term] ?? 0;
    if (count === 0) append(met, term);
    textCounts[term] = count + 1;
  }

  return {
    byText,
    byPost,
    countPlace(texts) {
      texts.sort();
      let distinct = 0;
      for (let begin = 0, end = 0; begin < texts.length; begin = end) {
        const text = texts[begin] ?? 0;
        while (end < texts.length && texts[end] === text) end += 1;
        countText(text, end - begin);
        distinct += 1;
      }
      const counted = met.numbers.slice(0, met.length);
      met.length = 0;
      return {
        texts: distinct,
        byText: takeTotals(counted, textCounts, byText),
        byPost: takeTotals(
          counted.filter((term) => term < vocabulary.words),
          postCounts,
          byPost,
        ),
      };
    },
  };
}

/** The terms with FEWEST_TEXTS or more. */
export function frequentTerms(terms: Uint32Array, counts: Uint32Array): TermTotals {
  const frequent = terms.filter((term) => (counts[term] ?? 0) >= FEWEST_TEXTS);
  return { terms: frequent, counts: frequent.map((term) => counts[term] ?? 0) };
}

/** Adds the counts of these terms to the sums, and resets them to 0. */
function takeTotals(terms: Uint32Array, counts: Uint32Array, sums: Uint32Array): TermTotals {
  const totals = frequentTerms(terms, counts);
  for (const term of terms) {
    sums[term] = (sums[term] ?? 0) + (counts[term] ?? 0);
    counts[term] = 0;
  }
  return totals;
}
