/** The part of vader-sentiment 1.1.3 that is used here: the lexicon. Its rules do not agree with Python's. */
declare module "vader-sentiment/src/vader_lexicon.js" {
  /** Words and emoticons, each with the mean of ten people's ratings, from -4 to 4. */
  export const lexicon: Readonly<Record<string, number>>;
}
