import { cleanText } from "../text/clean.ts";

const ASCII = /^[\0-\x7f]*$/;

/** X hands these four out escaped. */
const ENTITY = /&(?:amp|lt|gt|quot);/g;

/**
 * What apps write, not people: Instagram's opening, Swarm's company and place, the country after a place's
 * name. A full stop stays, so that the words on both sides are no phrase.
 */
const BOILERPLATE =
  /\b(?:just posted an? (?:photo|video)|w\/ \d+ others?|united kingdom|great britain|greater london)\b/g;

/**
 * The text as words are taken from it: without URLs, @names, escapes and what apps write, in lower case, with
 * one spelling for each letter (NFKC) and one apostrophe.
 */
export function plainText(text: string): string {
  const cleaned = cleanText(text);
  const lower = ASCII.test(cleaned)
    ? cleaned.toLowerCase()
    : cleaned.normalize("NFKC").toLowerCase().replaceAll("’", "'");
  const unescaped = lower.includes("&") ? lower.replace(ENTITY, ".") : lower;
  return unescaped.replace(BOILERPLATE, ".");
}
