import { countableSurface, stemOf } from "./countable-words.ts";
import { beginText, nextWord, plainText, wordCursor } from "./words.ts";

/**
 * Words that are frequent in the posts of any city: moods, greetings, times, general verbs and nouns. They replace a
 * comparison with other cities, because there are no posts of other cities.
 */
const EVERYDAY_WORDS = `
  able absolutely actually almost already always amazing amp anyone around ask away awesome awful back bad barely beautiful
  best better big bit brilliant bring call care change check cold completely cool crazy dad day days deal enjoy
  enough even ever every everybody everyone everything excited extremely fab face far fantastic feel feeling find fine first
  five four free friday friend friends full fun funny getting girl give glad god going gonna good gotta great guess
  guy guys happy damn fuck fucking haha hahaha half hard hate head hear heard hello help high highly home honestly hope hot hour hours incredibly
  keep kind knew know last late later least left life literally little live lol long look looking looks lost lot
  lots love loved lovely loving lucky man maybe mean meet meeting mind minute minutes miss moment monday month months
  morning mum name near need needs new next nice night nobody nothing okay old omg one part people perfect person
  photo pic place play please point post posted pretty probably properly put ready real really remember right sad
  read reading saturday say saying second seen shit show six soon sorry start started stop stuff stupid sunday super sure surprisingly
  talk talking tell ten terrible thank thanks thing things think third thought three thursday time times tired today
  told tomorrow tonight totally tried true try trying tuesday turn two ugh understand used wait waiting want wanted wants watch
  watching wednesday week weekend welcome whole wish without woman wonderful won word work working world worst
  worth wow wrong yay yeah year years yes yesterday yet
`;

export const EVERYDAY_STEMS: ReadonlySet<string> = new Set(EVERYDAY_WORDS.trim().split(/\s+/).map(stemOf));

/**
 * The stems of the place's own name: "london", and the words of the station's name, separate and joined as in
 * #bakerstreet, with & omitted or written as "and". `station` is "" for the city.
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

/** The words, and each sequence of consecutive words joined. */
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
