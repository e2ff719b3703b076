import { interner } from "../interning.ts";
import { append, numberBuffer } from "../number-buffer.ts";
import { hashOf } from "../open-addressing.ts";
import { stemOf } from "./countable-words.ts";
import type { EncodedPosts } from "./encode.ts";
import { addText, closeStore, type TextStore, textStore } from "./text-store.ts";
import { wordIndex, wordNumber } from "./word-index.ts";

/** The texts of a run's posts, and where they were posted. */
export interface Corpus {
  readonly texts: TextStore;
  /** The stems of all words, by their number. */
  readonly stems: readonly string[];
  /** By place number. Number 0 is for posts without a station. */
  readonly places: readonly (string | null)[];
  /** For each part, the text of each of its posts. */
  readonly textsOfParts: readonly Uint32Array[];
  /** For each part, the place number of each of its posts. */
  readonly placesOfParts: readonly Uint16Array[];
}

/** Combines the parts of a run's posts, one at a time. */
export interface CorpusReader {
  add(part: EncodedPosts): void;
  /** Call it once, after the last part. */
  end(): Corpus;
}

export function corpusReader(): CorpusReader {
  const texts = textStore();
  const numberStems = stemNumberer();
  const places = interner<string | null>();
  const textsOfParts: Uint32Array[] = [];
  const placesOfParts: Uint16Array[] = [];
  return {
    add(part) {
      const placeNumbers = [null, ...part.stations].map(places.number);
      textsOfParts.push(addTexts(texts, part, numberStems.ofPart(part)));
      placesOfParts.push(part.stationOf.map((station) => placeNumbers[station] ?? 0));
    },
    end() {
      closeStore(texts);
      return { texts, stems: numberStems.stems, places: places.names, textsOfParts, placesOfParts };
    },
  };
}

function addTexts(texts: TextStore, { tokens, lengths }: EncodedPosts, stems: Uint32Array): Uint32Array {
  const textOf = new Uint32Array(lengths.length);
  let start = 0;
  for (let post = 0; post < textOf.length; post++) {
    const length = lengths[post] ?? 0;
    textOf[post] = addText(texts, tokens, start, length, stems);
    start += length;
  }
  return textOf;
}

/** Numbers the stems of the words of all parts. A word is stemmed once, even if many parts contain it. */
function stemNumberer(): { readonly stems: readonly string[]; ofPart(part: EncodedPosts): Uint32Array } {
  const stems = interner<string>();
  const words = wordIndex();
  const stemOfWord = numberBuffer();
  return {
    stems: stems.names,
    ofPart({ letters, wordEnds }) {
      let start = 0;
      return wordEnds.map((end) => {
        const word = wordNumber(words, letters, start, end, hashOf(letters, start, end));
        if (word === stemOfWord.length) append(stemOfWord, stems.number(stemOf(letters.slice(start, end))));
        start = end;
        return stemOfWord.numbers[word] ?? 0;
      });
    },
  };
}

/** Groups posts by place. Returns the function that gives the texts of a place's posts, one for each post. */
export function textsByPlace({
  places,
  textsOfParts,
  placesOfParts,
}: Corpus): (place: number) => Uint32Array {
  const ends = new Uint32Array(places.length);
  for (const placeOf of placesOfParts) for (const place of placeOf) ends[place] = (ends[place] ?? 0) + 1;
  let posts = 0;
  const starts = ends.map((count) => {
    posts += count;
    return posts - count;
  });
  ends.set(starts);
  const texts = new Uint32Array(posts);
  for (const [part, placeOf] of placesOfParts.entries())
    for (const [post, place] of placeOf.entries()) {
      const end = ends[place] ?? 0;
      texts[end] = textsOfParts[part]?.[post] ?? 0;
      ends[place] = end + 1;
    }
  return (place) => texts.subarray(starts[place], ends[place]);
}
