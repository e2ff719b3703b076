import { interval, spreadWithin, studentT95 } from "../../../analysis/statistics/interval.ts";
import { addSums, mean, NO_SUMS, type Sums, squaredDeviations } from "../../../analysis/statistics/sums.ts";
import { type Random, seededRandom } from "../../../data/synthetic/random.ts";
import {
  CITIES,
  type City,
  CONTENT,
  POLARISED,
  QUIET,
  simulateCity,
  simulateStation,
  TWO_VALUES,
  TWO_VALUES_EVERYWHERE,
  unequalSizes,
} from "./simulated-cities.ts";

const STATIONS = 10_000;
const STATIONS_A_CITY = 250;
/** Posts a station. */
export const SIZES = [5, 6, 8, 10, 15, 30, 100, 300];

/** One simulated station: its sums, its true mean, and the interval that was given for it. */
interface Trial {
  readonly sums: Sums;
  readonly truth: number;
  readonly low: number;
  readonly high: number;
}

/** The share of 10,000 stations, in per cent, that our interval covers, and that Student's t would. */
export interface Coverage {
  readonly ours: number;
  readonly student: number;
}

const equalSizes = (n: number) => Array<number>(STATIONS_A_CITY).fill(n);

/** One setting: the coverage at each of SIZES and, of the settings in CITIES, at unequal sizes. */
export interface Row {
  readonly name: string;
  readonly cells: readonly Coverage[];
}

/** A setting for which the interval keeps its promise. */
export function promised(name: string, city: City): Row {
  const unequal = (random: Random) => trialsOf(city, unequalSizes(STATIONS_A_CITY, random), random);
  return {
    name,
    cells: [
      ...SIZES.map((n) => cover(n, (random) => trialsOf(city, equalSizes(n), random))),
      cover(0, unequal),
    ],
  };
}

/** Settings in which it does not, or from some n on. */
export const limits = (): Row[] => [
  {
    name: "two values: 0, and 0.8 in 5–30 %",
    cells: SIZES.map((n) => cover(n, (random) => trialsOf(TWO_VALUES, equalSizes(n), random))),
  },
  {
    name: "two values: 0, and 0.8 in 10 % everywhere",
    cells: SIZES.map((n) => cover(n, (random) => trialsOf(TWO_VALUES_EVERYWHERE, equalSizes(n), random))),
  },
  {
    name: "polarised, in a city of ordinary stations",
    cells: SIZES.map((n) => cover(n, (random) => oddOnesOut(n, random))),
  },
  {
    name: "quiet, and the only one",
    cells: SIZES.map((n) => cover(n, (random) => trialsOf(QUIET, [n], random))),
  },
  {
    name: "content, one in ten furious, and the only one",
    cells: SIZES.map((n) => cover(n, (random) => trialsOf(CONTENT, [n], random))),
  },
];

/** Simulates cities until there are enough stations with a figure. */
function cover(seed: number, simulate: (random: Random) => readonly Trial[]): Coverage {
  const random = seededRandom(seed);
  let stations = 0;
  let ours = 0;
  let student = 0;
  while (stations < STATIONS) {
    for (const trial of simulate(random).slice(0, STATIONS - stations)) {
      const { sums, truth, low, high } = trial;
      stations += 1;
      if (low <= truth && truth <= high) ours += 1;
      if (Math.abs(mean(sums) - truth) <= halfWidthByStudent(sums)) student += 1;
    }
  }
  return { ours: (100 * ours) / STATIONS, student: (100 * student) / STATIONS };
}

function trialsOf(city: City, sizes: readonly number[], random: Random): Trial[] {
  const { stations, figures } = simulateCity(city, sizes, random);
  return stations.flatMap(({ name, sums, truth }) => {
    const figure = figures.stations.get(name);
    return figure ? [{ sums, truth, low: figure.low, high: figure.high }] : [];
  });
}

/** Stations with polarised posts, each with what a city tells whose other stations are ordinary. */
function oddOnesOut(n: number, random: Random): Trial[] {
  const { stations } = simulateCity(CITIES["ordinary: 20–50 % zeros"], equalSizes(n), random);
  const others = stations.map(({ sums }) => sums);
  const known = spreadWithin(others, others.reduce(addSums, NO_SUMS));
  return others.map(() => {
    const { sums, truth } = simulateStation("Odd one out", POLARISED, n, random);
    return { sums, truth, ...interval(sums, known) };
  });
}

const halfWidthByStudent = (sums: Sums): number =>
  studentT95(sums.n - 1) * Math.sqrt(squaredDeviations(sums) / (sums.n - 1) / sums.n);
