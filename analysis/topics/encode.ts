import { interner } from "../interning.ts";
import { append, type NumberBuffer, numberBuffer } from "../number-buffer.ts";
import { type CountableWords, countableNumber, countableWords, NOT_COUNTABLE } from "./countable-words.ts";
import { beginText, nextWord, plainText, type WordCursor, wordCursor } from "./words.ts";

/** A post as the topics need it. Each post must be given once. */
export interface TopicPost {
  /** From 1 to 2^63 - 1. */
  readonly id: bigint;
  readonly text: string;
  /** In the range of `id`; 0 if it is not known. */
  readonly author: bigint;
  /** The station that the post belongs to. A post without one counts only for the city. */
  readonly station: string | null;
}

/**
 * The words of a part's posts, in the given order, without posts that have no countable word. A structured clone works
 * too.
 */
export interface EncodedPosts {
  /** The distinct countable words, in lower case, concatenated. */
  readonly letters: string;
  /** Where in `letters` each word ends. */
  readonly wordEnds: Uint32Array;
  readonly stations: readonly string[];
  /** One for each post: its index among the given posts, from 0. */
  readonly indexes: Uint32Array;
  /** One for each post. */
  readonly ids: BigUint64Array;
  /** One for each post; 0 if the author is not known. */
  readonly authors: BigUint64Array;
  /** One for each post: 0 for no station, or 1 more than an index into `stations`. */
  readonly stationOf: Uint16Array;
  /** One for each post: its number of tokens. */
  readonly lengths: Uint32Array;
  /**
   * The countable words of all posts, one after the other: twice the word's number, plus 1 if only a space or a hyphen
   * separates the word from the countable word before it.
   */
  readonly tokens: Uint32Array;
}

/** Reads the words of a part's posts. Parts of a run can be encoded independently. */
export function encodePosts(posts: Iterable<TopicPost>): EncodedPosts {
  const words = countableWords();
  const lengths = numberBuffer();
  const tokens = numberBuffer();
  const cursor = wordCursor();
  const indexes = numberBuffer();
  const kept: TopicPost[] = [];
  let given = 0;
  for (const post of posts) {
    beginText(cursor, plainText(post.text));
    const length = addTokens(tokens, words, cursor);
    given += 1;
    if (length === 0) continue;
    kept.push(post);
    append(lengths, length);
    append(indexes, given - 1);
  }
  const stations = interner<string | null>();
  stations.number(null);
  const stationOf = Uint16Array.from(kept, ({ station }) => stations.number(station));
  let end = 0;
  return {
    letters: words.names.join(""),
    wordEnds: Uint32Array.from(words.names, (name) => {
      end += name.length;
      return end;
    }),
    stations: stations.names.flatMap((station) => station ?? []),
    indexes: indexes.numbers.slice(0, indexes.length),
    ids: BigUint64Array.from(kept, ({ id }) => id),
    authors: BigUint64Array.from(kept, ({ author }) => author),
    stationOf,
    lengths: lengths.numbers.slice(0, lengths.length),
    tokens: tokens.numbers.slice(0, tokens.length),
  };
}

/** Adds the countable words of the cursor's text to `tokens`, and returns their number. */
function addTokens(tokens: NumberBuffer, words: CountableWords, cursor: WordCursor): number {
  const before = tokens.length;
  let lastIsCountable = false;
  while (nextWord(cursor)) {
    const number = countableNumber(words, cursor.text, cursor.start, cursor.end, cursor.hash);
    if (number !== NOT_COUNTABLE) append(tokens, 2 * number + (cursor.follows && lastIsCountable ? 1 : 0));
    lastIsCountable = number !== NOT_COUNTABLE;
  }
  return tokens.length - before;
}

/** The part without the posts with these `indexes`, which need not be in it. Its list of words does not change. */
export function withoutPosts(part: EncodedPosts, indexes: ReadonlySet<number>): EncodedPosts {
  if (indexes.size === 0) return part;
  const stays = (_: unknown, post: number): boolean => !indexes.has(part.indexes[post] ?? 0);
  const tokens = new Uint32Array(part.tokens.length);
  let [read, kept] = [0, 0];
  for (const [post, length] of part.lengths.entries()) {
    if (stays(length, post)) {
      tokens.set(part.tokens.subarray(read, read + length), kept);
      kept += length;
    }
    read += length;
  }
  return {
    ...part,
    indexes: part.indexes.filter(stays),
    ids: part.ids.filter(stays),
    authors: part.authors.filter(stays),
    stationOf: part.stationOf.filter(stays),
    lengths: part.lengths.filter(stays),
    tokens: tokens.subarray(0, kept),
  };
}
