/**
 * A word as a text holds it is a number: the number of its stem, and these bits below. Where it ends a phrase,
 * the number of the phrase stands in the place of the stem's, once phrases are known.
 */
export const BITS = 4;
/** It follows the word before it: see EncodedPosts. */
export const FOLLOWS = 1;
/** The text ends here. */
export const LAST = 2;
/** Its stem stands in the text before it, too. */
export const REPEATED = 4;
/** The phrase that it ends stands in the text at another place, too, which counts. */
export const REPEATED_PHRASE = 8;
/** All of these bits. */
export const FLAGS = FOLLOWS | LAST | REPEATED | REPEATED_PHRASE;
