import { describeEmoji } from "./characters.ts";
import { shiftAtBut } from "./rules/but.ts";
import { punctuationEmphasis, valenceInContext } from "./rules/valence.ts";
import { type Tokens, tokeniser } from "./tokenise.ts";

/** A text's scores by VADER (Hutto & Gilbert, ICWSM 2014). */
export interface Scores {
  /** From -1, most negative, to 1, most positive; 4 decimals. */
  readonly compound: number;
  /** The shares of negative, neutral and positive words, each from 0 to 1; 3 decimals. */
  readonly neg: number;
  readonly neu: number;
  readonly pos: number;
}

/** Approximates the largest expected sum of valences (`alpha` in the paper's code). */
const NORMALISING_CONSTANT = 15;

/**
 * Scores the unchanged text. The scores equal those of Python's vaderSentiment 3.3.2 on Python 3.11 to the last digit,
 * but are 0 where Python has -0.0. All scores of a text without words are 0. No text throws, and the time is linear in
 * the length of the text.
 */
export const scoreText: (text: string) => Scores = scorer();

/** Reuses its arrays for each text. This is safe because a call ends before the next one begins. */
function scorer(): (text: string) => Scores {
  const tokenise = tokeniser();
  let valences = new Float64Array(256);
  return (text) => {
    let tokens = tokenise(text);
    if (tokens.beyondAscii) tokens = tokenise(describeEmoji(text));
    const { count, rated, ratedCount } = tokens;
    if (count === 0) return { compound: 0, neg: 0, neu: 0, pos: 0 };
    if (rated.length > valences.length) valences = new Float64Array(rated.length);
    for (let nth = 0; nth < ratedCount; nth++) valences[nth] = valenceInContext(tokens, rated[nth] ?? 0);
    shiftAtBut(tokens, valences);
    return scoresOf(valences, tokens, punctuationEmphasis(tokens));
  };
}

/** `valences` are those of the words of the lexicon. `emphasis` is added to the larger of the two sums. */
function scoresOf(valences: Float64Array, { count, ratedCount }: Tokens, emphasis: number): Scores {
  let sum = 0;
  // A word that is not neutral counts as its valence plus 1, because each neutral word counts as 1.
  let positive = 0;
  let negative = 0;
  let neutral = count;
  for (let nth = 0; nth < ratedCount; nth++) {
    const valence = valences[nth] ?? 0;
    sum += valence;
    if (valence > 0) positive += valence + 1;
    else if (valence < 0) negative += 1 - valence;
    if (valence !== 0) neutral--;
  }
  if (positive > negative) positive += emphasis;
  else if (positive < negative) negative += emphasis;
  const total = positive + negative + neutral;
  return {
    compound: compound(sum + Math.sign(sum) * emphasis),
    neg: roundHalfEven(negative / total, 3),
    neu: roundHalfEven(neutral / total, 3),
    pos: roundHalfEven(positive / total, 3),
  };
}

/** Limited to -1 to 1, because a square root that is rounded down gives a quotient above 1. */
const compound = (sum: number): number =>
  roundHalfEven(Math.max(-1, Math.min(1, sum / Math.sqrt(sum * sum + NORMALISING_CONSTANT))), 4);

/** Closer than this to the middle between two decimals, in units of the last one, floating-point is not exact enough. */
const DOUBTFUL = 1e-6;

const SCALES = [1, 10, 100, 1000, 10_000];

/**
 * Rounds like Python's `round(x, digits)`: the exact value of the double to the nearest decimal, and a tie to the even
 * one. Zero is always +0, whereas Python keeps the sign and prints `-0.0`. `x` is from -1 to 1 and `digits` from 0 to
 * 4.
 */
export function roundHalfEven(x: number, digits: number): number {
  const scale = SCALES[digits] ?? 10 ** digits;
  const scaled = x * scale;
  const below = Math.floor(scaled);
  if (Math.abs(scaled - below - 0.5) > DOUBTFUL) return Math.round(scaled) / scale + 0;
  return roundExactly(x, digits);
}

/** `toFixed` uses the exact value too, but rounds a tie to the larger number, and it is slow. */
function roundExactly(x: number, digits: number): number {
  if (!isHalfWay(x, digits)) return Number(x.toFixed(digits)) + 0;
  const scale = 10 ** digits;
  const below = Math.floor(x * scale);
  return (below % 2 === 0 ? below : below + 1) / scale + 0;
}

/** A double is half way between two decimals only if it is an odd multiple of 1 / 2^(digits + 1). */
const isHalfWay = (x: number, digits: number): boolean => Math.abs(x * 2 ** (digits + 1)) % 2 === 1;
