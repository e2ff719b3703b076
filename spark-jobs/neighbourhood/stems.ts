import { numberList } from "../../analysis/topics/number-list.ts";
import { readWords, wordReader } from "../../analysis/topics/read-words.ts";
import { stemOf } from "../../analysis/topics/stem.ts";

/** The countable words of a text, in their order. */
export interface Stems {
  readonly stems: readonly string[];
  /** The words themselves, in lower case. */
  readonly surfaces: readonly string[];
  /** The places, counted from 0, of the words that follow the countable word before. */
  readonly follows: readonly number[];
}

/** Returns the function that reads texts; it stems each word once. */
export function stemReader(): (text: string) => Stems {
  const reader = wordReader();
  const { names } = reader.words;
  const stems: string[] = [];
  const tokens = numberList();
  return (text) => {
    tokens.length = 0;
    const read = Array.from(
      { length: readWords(reader, text, tokens) },
      (_, place) => tokens.numbers[place] ?? 0,
    );
    const words = read.map((token) => token >>> 1);
    for (const word of words) stems[word] ??= stemOf(names[word] ?? "");
    return {
      stems: words.map((word) => stems[word] ?? ""),
      surfaces: words.map((word) => names[word] ?? ""),
      follows: read.flatMap((token, place) => (token % 2 === 1 ? [place] : [])),
    };
  };
}
