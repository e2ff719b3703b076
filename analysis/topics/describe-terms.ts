import { type DistinctIds, distinctIds } from "../number-buffer.ts";
import { compareUtf8 } from "../order.ts";
import type { Shortlist } from "./choose-terms.ts";
import type { Corpus } from "./corpus.ts";
import type { EncodedPosts } from "./encode.ts";
import { BITS, chunkOf, LAST, offsetOf } from "./text-store.ts";
import { type Vocabulary, wordOf } from "./vocabulary.ts";

/** The details of a term that people see: see TopicRow. */
export interface TermDescription {
  readonly term: string;
  readonly authors: number | null;
  /** Whether all posts with the term are known to have the same author. */
  readonly onePerson: boolean;
  readonly examplePostId: string;
}

/** The parts of a run's posts, one after the other. */
export type Parts = Iterable<EncodedPosts> | AsyncIterable<EncodedPosts>;

/** What the posts of one place that contain a term tell about it. */
interface Gathered {
  /** How often each surface form of the term occurs. */
  readonly surfaces: Map<string, number>;
  readonly authors: DistinctIds;
  hasUnknownAuthor: boolean;
  /** 0 until a post is found. */
  examplePostId: bigint;
}
type GatheredTerms = ReadonlyMap<number, Gathered>;

/**
 * Reads the parts again, for the details of the terms in the lists. Returns the function that gives the details of a
 * term of a station (or of the city, if `station` is null).
 */
export async function describeTerms(
  parts: Parts,
  { texts, places, textsOfParts, placesOfParts }: Corpus,
  vocabulary: Vocabulary,
  lists: readonly Shortlist[],
): Promise<(station: string | null, term: number) => TermDescription> {
  const isListed = new Uint8Array(vocabulary.textsOf.length);
  for (const { terms } of lists) for (const { number } of terms) isListed[number] = 1;
  const gathered = emptyByStation(lists);
  const city = gathered.get(null);
  const byPlace = places.map((station) => (station === null ? undefined : gathered.get(station)));

  let partIndex = 0;
  for await (const part of parts) {
    const { ids, authors, tokens } = part;
    const textOf = textsOfParts[partIndex] ?? new Uint32Array(0);
    const placeOf = placesOfParts[partIndex] ?? new Uint16Array(0);
    partIndex += 1;
    const surface = surfacesOf(part);
    const note = (post: number, term: number, shown: string): void => {
      const [id, author] = [ids[post] ?? 0n, authors[post] ?? 0n];
      addPost(city?.get(term), shown, id, author);
      addPost(byPlace[placeOf[post] ?? 0]?.get(term), shown, id, author);
    };
    let at = 0;
    for (let post = 0; post < textOf.length; post++) {
      const text = textOf[post] ?? 0;
      const chunk = chunkOf(texts, text);
      for (let index = offsetOf(text), token = 0; (token & LAST) === 0; index++, at++) {
        token = chunk[index] ?? LAST;
        const word = wordOf(token, vocabulary);
        if (isListed[word] === 1) note(post, word, surface(tokens[at] ?? 0));
        const term = token >>> BITS;
        if (term !== word && isListed[term] === 1)
          note(post, term, `${surface(tokens[at - 1] ?? 0)} ${surface(tokens[at] ?? 0)}`);
      }
    }
  }
  return (station, term) => describe(gathered.get(station)?.get(term));
}

/** Returns the function that gives the surface form of a token of the part. */
function surfacesOf({ letters, wordEnds }: EncodedPosts): (token: number) => string {
  const surfaces: string[] = [];
  return (token) => {
    const word = token >>> 1;
    surfaces[word] ??= letters.slice(wordEnds[word - 1] ?? 0, wordEnds[word]);
    return surfaces[word];
  };
}

function emptyByStation(lists: readonly Shortlist[]): ReadonlyMap<string | null, GatheredTerms> {
  const byStation = new Map<string | null, Map<number, Gathered>>();
  for (const { station, terms } of lists) {
    const empty = byStation.get(station) ?? new Map<number, Gathered>();
    for (const { number } of terms)
      empty.set(number, {
        surfaces: new Map(),
        authors: distinctIds(),
        hasUnknownAuthor: false,
        examplePostId: 0n,
      });
    byStation.set(station, empty);
  }
  return byStation;
}

function addPost(term: Gathered | undefined, surface: string, id: bigint, author: bigint): void {
  if (term === undefined) return;
  term.surfaces.set(surface, (term.surfaces.get(surface) ?? 0) + 1);
  if (author === 0n) term.hasUnknownAuthor = true;
  else term.authors.add(author);
  if (term.examplePostId === 0n || id < term.examplePostId) term.examplePostId = id;
}

function describe(term: Gathered | undefined): TermDescription {
  const [commonest] = [...(term?.surfaces ?? [])].sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || compareUtf8(left, right),
  );
  if (term === undefined || commonest === undefined)
    throw new RangeError("The parts are not those in which the terms were found.");
  const authors = term.authors.count();
  return {
    term: commonest[0],
    authors: authors === 0 ? null : authors,
    onePerson: authors === 1 && !term.hasUnknownAuthor,
    examplePostId: String(term.examplePostId),
  };
}
