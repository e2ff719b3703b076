import vader from "vader-sentiment";
import { roundHalfEven } from "./round.ts";
import { hasMixedCapitals, tokenise } from "./tokenise.ts";

/** A text's scores by VADER (Hutto & Gilbert, ICWSM 2014). */
export interface Scores {
  /** From -1, most negative, to 1, most positive; 4 decimals. */
  readonly compound: number;
  /** The shares of negative, neutral and positive words, each from 0 to 1; 3 decimals. */
  readonly neg: number;
  readonly neu: number;
  readonly pos: number;
}

const rules = vader.SentimentIntensityAnalyzer;

/** Approximates the largest sum of valences that is to be expected (`alpha` in the paper's code). */
const NORMALISING_CONSTANT = 15;

/**
 * The scores of a text as it stands: nothing is taken out. A text without words scores 0 throughout, and no
 * text throws.
 *
 * The tokeniser and the rounding are those of Python's vaderSentiment 3.3.2. The lexicon and the rules are
 * those of npm's vader-sentiment 1.1.3, which do not agree with it everywhere: they know no emoji, no
 * negation or "but" in mixed case, and fewer boosters and idioms.
 */
export function scoreText(text: string): Scores {
  const words = tokenise(text);
  if (words.length === 0) return { compound: 0, neg: 0, neu: 0, pos: 0 };
  const valences = wordValences(words);
  const sum = valences.reduce((total, valence) => total + valence, 0);
  const emphasis = rules.punctuation_emphasis(sum, text);
  return { compound: compound(sum + Math.sign(sum) * emphasis), ...shares(valences, emphasis) };
}

function wordValences(words: readonly string[]): number[] {
  const text = { words_and_emoticons: words, is_cap_diff: hasMixedCapitals(words) };
  let valences: number[] = [];
  for (const [index, word] of words.entries()) {
    if (isKindOf(word, words[index + 1])) valences.push(0);
    else valences = rules.sentiment_valence(0, text, word, index, valences);
  }
  return rules.but_check(words, valences);
}

/** "Kind of" weakens what follows and is no kindness. */
const isKindOf = (word: string, next: string | undefined): boolean =>
  word.toLowerCase() === "kind" && next?.toLowerCase() === "of";

const compound = (sum: number): number =>
  roundHalfEven(Math.max(-1, Math.min(1, sum / Math.sqrt(sum * sum + NORMALISING_CONSTANT))), 4);

function shares(valences: readonly number[], emphasis: number): Omit<Scores, "compound"> {
  let [positive, negative, neutral] = rules.sift_sentiment_scores(valences);
  if (positive > -negative) positive += emphasis;
  else if (positive < -negative) negative -= emphasis;
  const total = positive - negative + neutral;
  return {
    neg: roundHalfEven(Math.abs(negative / total), 3),
    neu: roundHalfEven(Math.abs(neutral / total), 3),
    pos: roundHalfEven(Math.abs(positive / total), 3),
  };
}
