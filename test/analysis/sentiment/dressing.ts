import { MARKS, ODD_CHARACTERS, SPACES } from "./ingredients.ts";
import type { Random } from "./random.ts";

/** A word in another case, with punctuation around it, or with a character too many. */
export function dressed(random: Random, word: string, shouting: number, noise: number): string {
  let text = word;
  if (random.chance(shouting)) text = text.toUpperCase();
  else if (random.chance(noise)) text = text.charAt(0).toUpperCase() + text.slice(1);
  if (random.chance(noise)) text += random.pick(MARKS);
  if (random.chance(noise / 2)) text = random.pick(MARKS) + text;
  if (random.chance(noise / 4)) text = spliced(random, text, random.pick(MARKS));
  if (random.chance(noise / 4)) text = spliced(random, text, random.pick(ODD_CHARACTERS));
  if (random.chance(noise / 4))
    text = text.replace(/k/gi, "\u212a").replace(/i/g, random.pick(["ı", "i", "İ"]));
  if (random.chance(noise / 4)) text = text.replaceAll("'", "’");
  return text;
}

function spliced(random: Random, text: string, insert: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + insert + text.slice(at);
}

/** Words with blanks between them; the more noise, the more often it is another space, or none. */
export function joined(random: Random, words: readonly string[], noise: number): string {
  return words.reduce((text, word) => {
    const space = random.chance(noise) ? random.pick(SPACES) : random.chance(noise / 2) ? "" : " ";
    return text === "" ? word : text + space + word;
  }, "");
}
