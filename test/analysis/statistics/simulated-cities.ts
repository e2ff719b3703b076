import { type Figures, figuresOf } from "../../../analysis/statistics/figures.ts";
import { addSums, NO_SUMS, SCALE, type Sums, sumsOf } from "../../../analysis/statistics/sums.ts";
import type { Random } from "../../../data/synthetic/random.ts";
import { DEFAULTS } from "../../../functions/neighbourhood/defaults.ts";

/** What the posts around a station score: a source of scores from -1 to 1, and their true mean. */
export interface Truth {
  readonly mean: number;
  draw(random: Random): number;
}

/** Draws a station's truth; the stations of a city differ where the truths drawn do. */
export type City = (random: Random) => Truth;

/** Scores between `low` and `high`, most often near `peak`. */
function lump(low: number, peak: number, high: number): Truth {
  const left = (peak - low) / (high - low);
  return {
    mean: (low + peak + high) / 3,
    draw: (random) => {
      const at = random.next();
      return at < left
        ? low + Math.sqrt(at * (high - low) * (peak - low))
        : high - Math.sqrt((1 - at) * (high - low) * (high - peak));
    },
  };
}

const PRAISE = lump(0.05, 0.6, 0.98);
const COMPLAINT = lump(-0.97, -0.5, -0.05);
const always = (score: number): Truth => ({ mean: score, draw: () => score });

/** One post in `share` is of the first kind, the others are of the second. */
const mixed = (share: number, first: Truth, second: Truth): Truth => ({
  mean: share * first.mean + (1 - share) * second.mean,
  draw: (random) => (random.next() < share ? first : second).draw(random),
});

/** As VADER scores: many zeros, and lumps on both sides. `complaints` is a share of the others. */
const moods = (zeros: number, complaints: number): Truth =>
  mixed(zeros, always(0), mixed(complaints, COMPLAINT, PRAISE));

const within = (random: Random, low: number, high: number): number => low + (high - low) * random.next();

/** Mean 0.2 but for the tail beyond 1, which is cut off. */
const EXPONENTIAL: Truth = {
  mean: 0.2 * (1 - Math.exp(-5)),
  draw: (random) => Math.min(1, -0.2 * Math.log(1 - random.next())),
};
const SYMMETRIC: Truth = { mean: 0, draw: (random) => within(random, -1, 1) };
export const POLARISED = mixed(0.5, lump(0.5, 0.8, 1), lump(-1, -0.8, -0.5));

export const CONTENT: City = () => mixed(0.1, COMPLAINT, lump(0.3, 0.6, 0.9));

/** The settings for which the interval keeps its promise; `zeros` are posts that score 0. */
export const CITIES = {
  "ordinary: 20–50 % zeros": (random: Random) => moods(within(random, 0.2, 0.5), within(random, 0.15, 0.45)),
  "quiet: 85–95 % zeros": (random: Random) => moods(within(random, 0.85, 0.95), 0.2),
  "unlike: 10–90 % zeros": (random: Random) => moods(within(random, 0.1, 0.9), 0.3),
  "content, one in ten furious": CONTENT,
  "exponential tail": () => EXPONENTIAL,
  symmetric: () => SYMMETRIC,
  polarised: () => POLARISED,
} satisfies Record<string, City>;

/** Posts score 0 or 0.8; stations differ in how many do. */
export const TWO_VALUES: City = (random) => mixed(within(random, 0.05, 0.3), always(0.8), always(0));

/**
 * Here no interval made from the sums can: a sample's mean takes a handful of values, and their chances jump. At
 * n = 5 the mean is 0, 0.16 or more in 59, 33 and 8 of 100 samples, so that 92 or 99 of 100 can be covered.
 */
export const TWO_VALUES_EVERYWHERE: City = () => mixed(0.1, always(0.8), always(0));

export const QUIET: City = () => moods(0.9, 0.2);

export interface SimulatedStation {
  readonly name: string;
  readonly truth: number;
  readonly sums: Sums;
}

export interface SimulatedCity {
  readonly stations: readonly SimulatedStation[];
  readonly figures: Figures;
}

/** A city with a station of each size, and the figures that its posts give. */
export function simulateCity(city: City, sizes: readonly number[], random: Random): SimulatedCity {
  const stations = sizes.map((n, index) => simulateStation(`Station ${index}`, city(random), n, random));
  const figures = figuresOf(
    stations.map(({ sums }) => sums).reduce(addSums, NO_SUMS),
    new Map(stations.map(({ name, sums }) => [name, sums])),
    DEFAULTS.minPosts,
  );
  return { stations, figures };
}

export function simulateStation(name: string, truth: Truth, n: number, random: Random): SimulatedStation {
  const scores = Array.from({ length: n }, () => Math.round(truth.draw(random) * SCALE));
  return { name, truth: truth.mean, sums: sumsOf(scores) };
}

/** Sizes as in a week of posts: most stations have few, a few have hundreds. */
export const unequalSizes = (stations: number, random: Random): number[] =>
  Array.from({ length: stations }, () => Math.min(2_000, Math.floor(4 / (1 - random.next()))));
