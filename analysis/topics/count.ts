import { compareUtf8 } from "../order.ts";
import { compareIds } from "../posts/version.ts";
import { countableTerms } from "./terms.ts";

/** How many posts a term occurs in. */
export interface TermCount {
  /** The stem, which is not for people. */
  readonly term: string;
  readonly posts: number;
  /** The words that stand for the stem, each with the number of posts; in UTF-8 order. */
  readonly surfaces: readonly (readonly [surface: string, posts: number])[];
  /** The numerically smallest id of those posts. */
  readonly examplePostId: string;
}

/** The terms of a station, in UTF-8 order of the stems; of the whole city where `station` is null. */
export interface StationCounts {
  readonly station: string | null;
  readonly terms: readonly TermCount[];
}

/**
 * Counts as plain JSON, the city first and then the stations in UTF-8 order. They are integers only: the same
 * posts give the same counts, byte for byte, in whatever order and in however many parts they were counted.
 */
export type SerialisedCounts = readonly StationCounts[];

/** What is counted of a post; each post must be counted once. */
export interface CountedPost {
  readonly id: string;
  readonly text: string;
  /** The station that the post belongs to; a post without one counts for the city alone. */
  readonly station: string | null;
}

export interface TopicCounter {
  add(post: CountedPost): void;
  counts(): SerialisedCounts;
}

/** Returns an empty counter. The words of a station's own name are no topic there. */
export function topicCounter(): TopicCounter {
  const tally: Tally = new Map();
  return {
    add({ id, text, station }) {
      for (const [term, surface] of countableTerms(text, station === null ? [] : [station])) {
        const count = { term, posts: 1, surfaces: [[surface, 1]], examplePostId: id } as const;
        addCount(tally, null, count);
        if (station !== null) addCount(tally, station, count);
      }
    },
    counts: () => serialise(tally),
  };
}

/** Adds up counts of different posts. */
export function mergeCounts(parts: Iterable<SerialisedCounts>): SerialisedCounts {
  const tally: Tally = new Map();
  for (const part of parts)
    for (const { station, terms } of part) for (const count of terms) addCount(tally, station, count);
  return serialise(tally);
}

interface TermTally {
  posts: number;
  surfaces: Map<string, number>;
  examplePostId: string;
}
type Tally = Map<string | null, Map<string, TermTally>>;

function addCount(tally: Tally, station: string | null, count: TermCount): void {
  const terms = tally.get(station) ?? new Map<string, TermTally>();
  tally.set(station, terms);
  const known = terms.get(count.term);
  if (known === undefined) {
    const { posts, examplePostId } = count;
    terms.set(count.term, { posts, surfaces: new Map(count.surfaces), examplePostId });
    return;
  }
  known.posts += count.posts;
  for (const [surface, posts] of count.surfaces)
    known.surfaces.set(surface, (known.surfaces.get(surface) ?? 0) + posts);
  if (compareIds(count.examplePostId, known.examplePostId) < 0) known.examplePostId = count.examplePostId;
}

const serialise = (tally: Tally): SerialisedCounts =>
  sorted(tally).map(([station, terms]) => ({
    station,
    terms: sorted(terms).map(([term, { posts, surfaces, examplePostId }]) => ({
      term,
      posts,
      surfaces: sorted(surfaces),
      examplePostId,
    })),
  }));

/** The entries in the UTF-8 order of their keys, null first. */
const sorted = <Key extends string | null, Value>(entries: Map<Key, Value>): [Key, Value][] =>
  [...entries].sort(([left], [right]) =>
    left === null ? -1 : right === null ? 1 : compareUtf8(left, right),
  );
