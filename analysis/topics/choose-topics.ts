import { type WordTexts, withoutEchoes } from "./echoes.ts";
import { type RankedTerm, TOP } from "./ranked-term.ts";
import type { TopicMethod, TopicRow } from "./topic-row.ts";

/** What people see of a term: see TopicRow. */
export interface TermDescription {
  readonly term: string;
  readonly authors: number | null;
  /** Whether all posts with the term are known to be of one and the same author. */
  readonly onePerson: boolean;
  readonly examplePostId: string;
}

/** The terms that may be topics of a station (null for the city) by a method, the best first. */
export interface DescribedList {
  readonly method: TopicMethod;
  readonly station: string | null;
  readonly terms: readonly (RankedTerm & { readonly shown: TermDescription })[];
  readonly wordTexts: WordTexts;
}

/** The topics among the terms of a list. */
export function chooseTopics({ method, station, terms, wordTexts }: DescribedList): TopicRow[] {
  // One person's terms go first: they must take no other term's place as its echo.
  const chosen =
    method === "count"
      ? terms.slice(0, TOP)
      : withoutEchoes(
          terms.filter(({ shown }) => !shown.onePerson),
          wordTexts,
        );
  return chosen.map(({ texts: posts, score, shown: { term, authors, examplePostId } }, index) => ({
    method,
    station,
    rank: index + 1,
    term,
    posts,
    authors,
    score,
    examplePostId,
  }));
}
