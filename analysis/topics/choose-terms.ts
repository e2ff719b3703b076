import { compareUtf8 } from "../order.ts";
import { type Corpus, textsByPlace } from "./corpus.ts";
import { frequentTerms, type PlaceTotals, type TermTotals, termCounter } from "./count-terms.ts";
import { type WordTexts, wordTexts } from "./near-duplicates.ts";
import type { TopicMethod } from "./ranking.ts";
import { type RankedTerm, rankCity, rankCommonest, rankStation, type TermCounts, TOP } from "./ranking.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The candidates for the topics of a station (null for the city) by one method, best first. */
export interface Shortlist {
  readonly method: TopicMethod;
  readonly station: string | null;
  readonly terms: readonly ListedTerm[];
  readonly wordTexts: WordTexts;
}

export interface ListedTerm extends RankedTerm {
  /** The number in the vocabulary. */
  readonly number: number;
}

/**
 * Counts the terms of every station, and ranks the terms of the city and of each station by each method. The city is
 * first, then the stations in UTF-8 order.
 */
export function chooseTerms(corpus: Corpus, vocabulary: Vocabulary): Shortlist[] {
  const postsOf = textsByPlace(corpus);
  const { byText, byPost, countPlace } = termCounter(corpus.texts, vocabulary);
  const places = corpus.places.map((station, place) => ({ station, ...countPlace(postsOf(place)) }));
  const textsEverywhere = places.reduce((sum, { texts }) => sum + texts, 0);

  const list = (
    method: TopicMethod,
    station: string | null,
    { terms, counts }: TermTotals,
    rank: (terms: readonly TermCounts[]) => RankedTerm[],
  ): Shortlist => {
    const numbers = new Map<string, number>();
    const named = Array.from(terms, (number, index) => {
      const term = vocabulary.name(number);
      numbers.set(term, number);
      return { term, texts: counts[index] ?? 0, everywhere: byText[number] ?? 0 };
    });
    const ranked = rank(named).flatMap((one) => {
      const number = numbers.get(one.term);
      return number === undefined ? [] : [{ ...one, number }];
    });
    return { method, station, terms: ranked, wordTexts: wordTexts(ranked, named) };
  };
  const listStation = ({
    station,
    texts: here,
    ...totals
  }: PlaceTotals & { station: string }): Shortlist[] => [
    list("distinctive", station, totals.byText, (terms) =>
      rankStation({ station, texts: { here, everywhere: textsEverywhere }, terms }),
    ),
    list("count", station, commonest(totals.byPost), rankCommonest),
  ];
  const all = vocabulary.textsOf.map((_, term) => term);
  return [
    list("distinctive", null, frequentTerms(all, vocabulary.textsOf), (terms) => rankCity({ terms })),
    list("count", null, commonest(frequentTerms(all.subarray(0, vocabulary.words), byPost)), rankCommonest),
    ...places
      .flatMap(({ station, ...totals }) => (station === null ? [] : [{ station, ...totals }]))
      .sort((left, right) => compareUtf8(left.station, right.station))
      .flatMap(listStation),
  ];
}

/** Only terms that can be among the shown ones, even if "london" is removed: looking up names is costly. */
function commonest({ terms, counts }: TermTotals): TermTotals {
  const least = counts.toSorted().at(-2 * TOP) ?? 0;
  const isCommon = (_: number, index: number): boolean => (counts[index] ?? 0) >= least;
  return { terms: terms.filter(isCommon), counts: counts.filter(isCommon) };
}
