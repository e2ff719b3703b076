/**
 * A word as a text holds it is a number: the number of its stem, and these bits below. Where it ends a phrase,
 * the number of the phrase stands in the place of the stem's, once phrases are known.
 */
export const BITS = 4;
/** It follows the word before it (see EncodedPosts); once phrases are known, it ends a phrase. */
export const FOLLOWS = 1;
/** The text ends here. */
export const LAST = 2;
/** Its stem stands in the text before it, too. */
export const REPEATED = 4;
/** The same of the phrase that it ends. */
export const REPEATED_PHRASE = 8;
/** All of these bits. */
export const FLAGS = FOLLOWS | LAST | REPEATED | REPEATED_PHRASE;
