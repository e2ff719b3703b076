import { type RankedTerm, TOP } from "./ranking.ts";

/** How many texts of a place contain each word that is part of a ranked phrase. */
export type WordTexts = ReadonlyMap<string, number>;

/** @param terms all terms of the place. */
export function wordTexts(
  ranked: readonly RankedTerm[],
  terms: readonly { readonly term: string; readonly texts: number }[],
): WordTexts {
  const words = new Set(ranked.flatMap(({ term }) => (term.includes(" ") ? term.split(" ") : [])));
  return new Map(terms.filter(({ term }) => words.has(term)).map(({ term, texts }) => [term, texts]));
}

/**
 * The first `top` ranked terms, without near-duplicates of other terms:
 * - a word, if a phrase of the list covers at least half of the word's texts: the phrase says more;
 * - a phrase, if one of its words is kept and ranks before it;
 * - a phrase that shares a word with a better one, if at least half of its texts must contain that one too.
 *
 * If two phrases in p and q texts share a word that is in w texts, at least p + q - w texts contain both.
 */
export function withoutNearDuplicates<Ranked extends RankedTerm>(
  ranked: readonly Ranked[],
  textsOf: WordTexts,
  top = TOP,
): Ranked[] {
  const absorbed = wordsInPhrases(ranked, textsOf);
  const kept: Ranked[] = [];
  for (const candidate of ranked) {
    if (kept.length === top) break;
    if (absorbed.has(candidate.term)) continue;
    if (!kept.some((better) => saysTheSame(candidate, better, textsOf))) kept.push(candidate);
  }
  return kept;
}

function wordsInPhrases(ranked: readonly RankedTerm[], textsOf: WordTexts): ReadonlySet<string> {
  const absorbed = new Set<string>();
  for (const { term, texts } of ranked) {
    if (!term.includes(" ")) continue;
    for (const word of term.split(" ")) if (2 * texts >= (textsOf.get(word) ?? 0)) absorbed.add(word);
  }
  return absorbed;
}

function saysTheSame(candidate: RankedTerm, better: RankedTerm, textsOf: WordTexts): boolean {
  const words = candidate.term.split(" ");
  const shared = better.term.split(" ").filter((word) => words.includes(word));
  return shared.some((word) => {
    const both = candidate.texts + better.texts - (textsOf.get(word) ?? 0);
    return 2 * both >= candidate.texts;
  });
}
