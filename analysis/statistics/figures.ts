import { compareUtf8 } from "../order.ts";
import { between } from "./between.ts";
import { interval, NOTHING_KNOWN, type Spread, spreadWithin, standardError } from "./interval.ts";
import { mean, SCALE, type Sums } from "./sums.ts";

/** A mean compound score and its 95 % interval: from -1 to 1, 4 decimals. */
export interface Figure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface StationFigure extends Figure {
  /** The mean, shrunken towards that of a typical station, for the rank: 4 decimals. */
  readonly shrunken: number;
  /** 1 is the highest shrunken mean. Stations with equal means are ranked by name. */
  readonly rank: number;
}

export interface Figures {
  readonly city: Figure | null;
  readonly stations: ReadonlyMap<string, StationFigure | null>;
}

/**
 * The figures of a city and of its stations, by name. Everything that is derived from sums is derived here. `city` has
 * the sums of all posts, including those near no station. A station with fewer than `minPosts` posts has no figure, no
 * shrunken mean and no rank, but its posts count for the typical station. The order of the stations does not matter.
 */
export function figuresOf(city: Sums, stations: ReadonlyMap<string, Sums>, minPosts: number): Figures {
  const least = Math.max(1, minPosts);
  const counted = [...stations]
    .filter(([, { n }]) => n > 0)
    .sort(([left], [right]) => compareUtf8(left, right));
  const sums = counted.map(([, own]) => own);
  const known = spreadWithin(sums, city);
  const shrunken = counted.length === 0 ? [] : shrunkenMeans(sums, known);
  const shown = counted
    .map(([name, own], index) => ({ name, own, shrunken: toScore(SCALE * (shrunken[index] ?? Number.NaN)) }))
    .filter(({ own }) => own.n >= least)
    .sort((left, right) => right.shrunken - left.shrunken || compareUtf8(left.name, right.name));
  const figures = new Map<string, StationFigure | null>([...stations.keys()].map((name) => [name, null]));
  for (const [index, { name, own, shrunken }] of shown.entries())
    figures.set(name, { ...figureOf(own, known), shrunken, rank: index + 1 });
  return { city: city.n < least ? null : figureOf(city, NOTHING_KNOWN), stations: figures };
}

function figureOf(sums: Sums, known: Spread): Figure {
  const { low, high } = interval(sums, known);
  return { mean: toScore(sums.sum / sums.n), low: toScore(SCALE * low), high: toScore(SCALE * high) };
}

/** To 4 decimals. Rounds a tie away from zero, like PostgreSQL's `round(numeric)`, and never gives -0. */
const toScore = (scaled: number): number => (Math.sign(scaled) * Math.round(Math.abs(scaled))) / SCALE + 0;

/**
 * The mean score of each station (one or more, each with a post or more), shrunken towards that of a typical station.
 * The fewer posts a station has and the more they vary, the more its mean moves. The share that it keeps is
 * τ² / (τ² + its standard error²), where τ² is the true variance between stations: the empirical Bayes estimate of
 * B. Efron and C. Morris, Data analysis using Stein's estimator and its generalizations, Journal of the American
 * Statistical Association 70 (350), 1975, for unequal variances, with Paule and Mandel's τ².
 */
export function shrunkenMeans(stations: readonly Sums[], known: Spread): number[] {
  const estimates = stations.map((sums) => {
    const error = standardError(sums, known);
    return { value: mean(sums), error: error * error };
  });
  const typical = between(estimates);
  return estimates.map(({ value, error }) => {
    const kept = typical.variance / (typical.variance + error);
    return typical.mean + kept * (value - typical.mean);
  });
}
