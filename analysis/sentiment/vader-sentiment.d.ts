/** The part of vader-sentiment 1.1.3 that is used here: the lexicon and the rules, without the tokeniser. */
declare module "vader-sentiment" {
  interface TokenisedText {
    readonly words_and_emoticons: readonly string[];
    readonly is_cap_diff: boolean;
  }

  interface Rules {
    /** Appends the valence of the word `item` at `index` to `valences` and returns them. */
    sentiment_valence(
      valence: number,
      text: TokenisedText,
      item: string,
      index: number,
      valences: number[],
    ): number[];
    /** Changes `valences` in place and returns them. */
    but_check(words: readonly string[], valences: number[]): number[];
    /** The sum of the positive valences, of the negative ones, and the number of neutral words. */
    sift_sentiment_scores(valences: readonly number[]): [number, number, number];
    punctuation_emphasis(sum: number, text: string): number;
  }

  const vader: { readonly SentimentIntensityAnalyzer: Rules };
  export default vader;
}
