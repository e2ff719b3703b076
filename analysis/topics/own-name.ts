import { countableSurface } from "./countable.ts";
import { plainText } from "./plain-text.ts";
import { beginText, nextWord, wordCursor } from "./scan-words.ts";
import { stemOf } from "./stem.ts";

/**
 * The stems that say where everybody here is: "london", and the words of the station's own name, each alone
 * and run together as in #bakerstreet. `station` is "" for the city.
 */
export function nameStems(station: string): ReadonlySet<string> {
  const words: string[] = [];
  const cursor = wordCursor();
  beginText(cursor, plainText(`${station} London`));
  while (nextWord(cursor)) words.push(cursor.text.slice(cursor.start, cursor.end));
  const runs = words.flatMap((_, start) =>
    words.slice(start).map((_, length) => words.slice(start, start + length + 1)),
  );
  return new Set(
    [...words, ...runs.map((run) => run.join("").replaceAll("'", ""))]
      .map(countableSurface)
      .flatMap((surface) => (surface === null ? [] : [stemOf(surface)])),
  );
}
