import { stemOf } from "../../../analysis/topics/countable-words.ts";
import { type EncodedPosts, encodePosts, type TopicPost } from "../../../analysis/topics/encode.ts";
import { withoutNearDuplicates, wordTexts } from "../../../analysis/topics/near-duplicates.ts";
import { isPhrase } from "../../../analysis/topics/phrases.ts";
import {
  FEWEST_TEXTS,
  type RankedTerm,
  rankCity,
  rankCommonest,
  rankStation,
  type TermCounts,
} from "../../../analysis/topics/ranking.ts";
import { wordsOfPart } from "./topic-fixtures.ts";

/** Ranked terms of a place (null for the city), by each method. */
export interface PlainRanks {
  readonly station: string | null;
  readonly distinctive: readonly RankedTerm[];
  readonly count: readonly RankedTerm[];
}

interface Text {
  readonly stems: readonly string[];
  /** Whether the word at each place follows the one before it. */
  readonly follows: boolean[];
  terms: Set<string>;
}

/** The same ranks, from counts of strings in the plainest way, as a database counts them. */
export function ranksFromStrings(posts: readonly TopicPost[]): PlainRanks[] {
  const texts = new Map<string, Text>();
  const held: { station: string | null; text: Text }[] = [];
  for (const post of posts) {
    const { stems, follows } = readPost(encodePosts([post]));
    if (stems.length === 0) continue;
    const key = stems.join(" ");
    const text = texts.get(key) ?? { stems, follows: stems.map(() => false), terms: new Set() };
    for (const [index, one] of follows.entries()) if (one) text.follows[index] = true;
    texts.set(key, text);
    held.push({ station: post.station, text });
  }
  const wordsOf = (text: Text): Set<string> => new Set(text.stems);
  const pairsOf = ({ stems, follows }: Text): Set<string> =>
    new Set(stems.flatMap((stem, index) => (follows[index] ? [`${stems[index - 1]} ${stem}`] : [])));
  const cityWords = countIn([...texts.values()].map(wordsOf));
  const phrases = new Set(
    [...countIn([...texts.values()].map(pairsOf))].flatMap(([pair, together]) => {
      const [first = 0, second = 0] = pair.split(" ").map((word) => cityWords.get(word));
      return isPhrase({ texts: texts.size, first, second, together }) ? [pair] : [];
    }),
  );
  for (const text of texts.values())
    text.terms = new Set([...wordsOf(text), ...[...pairsOf(text)].filter((pair) => phrases.has(pair))]);

  const places = [...Map.groupBy(held, ({ station }) => station)].map(([station, here]) => ({
    station,
    texts: [...new Set(here.map(({ text }) => text))],
    posts: here.map(({ text }) => text),
  }));
  const everywhere = countIn(places.flatMap((place) => place.texts.map(({ terms }) => terms)));
  const textsEverywhere = places.reduce((sum, place) => sum + place.texts.length, 0);
  return [
    {
      station: null,
      distinctive: chosen(
        (terms) => rankCity({ terms }),
        named(
          [...texts.values()].map(({ terms }) => terms),
          everywhere,
        ),
      ),
      count: rankCommonest(
        named(
          held.map(({ text }) => wordsOf(text)),
          everywhere,
        ),
      ),
    },
    ...places.flatMap(({ station, texts: distinct, posts: all }) =>
      station === null
        ? []
        : {
            station,
            distinctive: chosen(
              (terms) =>
                rankStation({
                  station,
                  texts: { here: distinct.length, everywhere: textsEverywhere },
                  terms,
                }),
              named(
                distinct.map(({ terms }) => terms),
                everywhere,
              ),
            ),
            count: rankCommonest(named(all.map(wordsOf), everywhere)),
          },
    ),
  ];
}

function chosen(rank: (terms: TermCounts[]) => RankedTerm[], terms: TermCounts[]): RankedTerm[] {
  const ranked = rank(terms);
  return withoutNearDuplicates(ranked, wordTexts(ranked, terms));
}

function readPost(part: EncodedPosts): { stems: string[]; follows: boolean[] } {
  const words = wordsOfPart(part);
  return {
    stems: Array.from(part.tokens, (token) => stemOf(words[token >>> 1] ?? "")),
    follows: Array.from(part.tokens, (token) => token % 2 === 1),
  };
}

function countIn(sets: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) for (const term of set) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

const named = (sets: readonly ReadonlySet<string>[], everywhere: ReadonlyMap<string, number>) =>
  [...countIn(sets)]
    .filter(([, texts]) => texts >= FEWEST_TEXTS)
    .map(([term, texts]) => ({ term, texts, everywhere: everywhere.get(term) ?? 0 }));
