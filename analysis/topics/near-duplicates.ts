import { type RankedTerm, TOP } from "./ranking.ts";

/** How many texts of a place hold each word that is part of a ranked term. */
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
 * The first `top` of the ranked terms without those that only say again what another one says:
 * - a word, where a phrase of the list holds it in at least half of the word's texts: the phrase says more;
 * - a phrase, where one of its words stays and stands before it;
 * - a phrase that shares a word with a better one, where at least half of its texts must hold that one too.
 *
 * Of two phrases with the texts p and q that share a word with the texts w, at least p + q - w texts hold both.
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
