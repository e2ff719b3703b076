import { lexicon } from "vader-sentiment/src/vader_lexicon.js";

/** Where the lexicon of Python's vaderSentiment 3.3.2 has another value than npm's vader-sentiment 1.1.3, or alone has one. */
const SINCE_THEN = { badass: 1.4, flawed: -2.1, heart: 3.2, hearts: 3.3 };

/**
 * Words and emoticons with the mean of ten people's ratings, from -4 to 4: the lexicon of Python's
 * vaderSentiment 3.3.2, to which a slow test compares it.
 */
export const RATINGS: Readonly<Record<string, number>> = { ...lexicon, ...SINCE_THEN };
