import { countableSurface } from "./countable.ts";
import { plainText } from "./plain-text.ts";
import { beginText, nextWord, wordCursor } from "./scan-words.ts";
import { stemOf } from "./stem.ts";

/**
 * The stems that say where everybody here is: "london", and the words of the station's own name, each alone
 * and run together as in #bakerstreet, an & left out or as "and". `station` is "" for the city.
 */
export function nameStems(station: string): ReadonlySet<string> {
  const spellings = [station, station.replaceAll("&", " and ")];
  return new Set(
    spellings
      .flatMap((name) => runsOf(wordsOf(`${name} London`)))
      .map(countableSurface)
      .flatMap((surface) => (surface === null ? [] : [stemOf(surface)])),
  );
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  const cursor = wordCursor();
  beginText(cursor, plainText(text));
  while (nextWord(cursor)) words.push(cursor.text.slice(cursor.start, cursor.end));
  return words;
}

/** The words, and those that follow one another run together. */
const runsOf = (words: readonly string[]): string[] => [
  ...words,
  ...words.flatMap((_, start) =>
    words.slice(start).map((_, length) =>
      words
        .slice(start, start + length + 1)
        .join("")
        .replaceAll("'", ""),
    ),
  ),
];
