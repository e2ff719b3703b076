import type { RankedTerm } from "./ranked-term.ts";

/**
 * The first `top` of the ranked terms without those that only say again what another one says:
 * - a word, where a phrase of the list holds it in at least half of the word's texts: the phrase says more;
 * - a phrase, where one of its words stays and stands before it;
 * - a phrase that shares a word with a better one, where at least half of its texts must hold that one too.
 *
 * `terms` are all terms here. Of two phrases with the texts p and q that share a word with the
 * texts w, at least p + q - w texts hold both.
 */
export function withoutEchoes(
  ranked: readonly RankedTerm[],
  terms: readonly { readonly term: string; readonly texts: number }[],
  top: number,
): RankedTerm[] {
  const words = new Set(ranked.flatMap(({ term }) => (term.includes(" ") ? term.split(" ") : [])));
  const textsOf = new Map(
    terms.filter(({ term }) => words.has(term)).map(({ term, texts }) => [term, texts]),
  );
  const absorbed = wordsInPhrases(ranked, textsOf);
  const kept: RankedTerm[] = [];
  for (const candidate of ranked) {
    if (kept.length === top) break;
    if (absorbed.has(candidate.term)) continue;
    if (!kept.some((better) => echoes(candidate, better, textsOf))) kept.push(candidate);
  }
  return kept;
}

function wordsInPhrases(
  ranked: readonly RankedTerm[],
  textsOf: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const absorbed = new Set<string>();
  for (const { term, texts } of ranked) {
    if (!term.includes(" ")) continue;
    for (const word of term.split(" ")) if (2 * texts >= (textsOf.get(word) ?? 0)) absorbed.add(word);
  }
  return absorbed;
}

function echoes(candidate: RankedTerm, better: RankedTerm, textsOf: ReadonlyMap<string, number>): boolean {
  const words = candidate.term.split(" ");
  const shared = better.term.split(" ").filter((word) => words.includes(word));
  return shared.some((word) => {
    const both = candidate.texts + better.texts - (textsOf.get(word) ?? 0);
    return 2 * both >= candidate.texts;
  });
}
