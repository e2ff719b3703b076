import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { Station } from "../../analysis/places/station.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import {
  drawUnit,
  makePostcodes,
  OTHER_AREA,
  postcodesCsv,
  type SyntheticPostcode,
  sector,
} from "./postcodes.ts";
import { type HomeType, marketAt } from "./price-map.ts";
import { type Random, seededRandom } from "./random.ts";

const SEED = 20_261_031;

/** The number of sales by where they are, of all categories and types. */
export const COUNTS = {
  placed: 17_000,
  noPostcode: 80,
  unknownPostcode: 20,
  noPoint: 25,
  outside: 40,
  otherArea: 35,
} as const;

/** The first and the last day of the sample: 36 months, so that the longest window is full. */
const FIRST_DAY = "2023-11-01";
const LAST_DAY = "2026-10-31";

const DAY = 86_400_000;

/** The parts of a row that the sample fills, with the letters of the Price Paid Data. */
interface Sale {
  readonly price: number;
  /** As in `2026-10-31`. */
  readonly date: string;
  readonly postcode: string;
  readonly type: HomeType | "O";
  readonly isNew: boolean;
  readonly tenure: "F" | "L";
  readonly category: "A" | "B";
}

/** The texts of `data/synthetic-sales.csv.gz` and `data/synthetic-postcodes.csv.gz`. The same stations give the same texts. */
export function makeSales(stations: readonly Station[]): {
  readonly sales: string;
  readonly postcodes: string;
} {
  const random = seededRandom(SEED);
  const postcodes = makePostcodes(stations, random);
  const drawPostcode = postcodeDrawer(postcodes, random);
  const drawDate = dateDrawer(random);
  const drawSale = (): Sale => {
    const date = drawDate();
    return makeSale(postcodeInUse(drawPostcode, date), date, random);
  };
  const elsewhere = (count: number, postcodeOf: (date: string) => string): Sale[] =>
    Array.from({ length: count }, drawSale).map((sale) => ({ ...sale, postcode: postcodeOf(sale.date) }));
  const pickOf = (some: readonly SyntheticPostcode[]) => (date: string) =>
    postcodeInUse(() => random.pick(some), date).postcode;
  const pickLost = pickOf(postcodes.filter(({ point }) => point === null));
  const pickOutside = pickOf(postcodes.filter(({ point, station }) => point !== null && station === null));
  const sales = [
    ...Array.from({ length: COUNTS.placed }, drawSale),
    ...elsewhere(COUNTS.noPostcode, () => ""),
    ...elsewhere(COUNTS.unknownPostcode, () => `${sector(stations.length + 2)}${drawUnit(random)}`),
    ...elsewhere(COUNTS.noPoint, pickLost),
    ...elsewhere(COUNTS.outside, pickOutside),
    ...elsewhere(COUNTS.otherArea, () => `${sector(random.integer(90), OTHER_AREA)}${drawUnit(random)}`),
  ];
  const inOrder = random
    .shuffled(sales)
    .sort((left, right) => (left.date < right.date ? -1 : left.date > right.date ? 1 : 0));
  return { sales: inOrder.map(row).join(""), postcodes: postcodesCsv(postcodes) };
}

/** Draws the station, then one of its postcodes. One station in twenty has hardly any homes around it. */
function postcodeDrawer(postcodes: readonly SyntheticPostcode[], random: Random): () => SyntheticPostcode {
  const stations = [
    ...Map.groupBy(
      postcodes.filter(({ station }) => station !== null),
      ({ station }) => station,
    ).values(),
  ];
  const shares = stations.map(() => (random.chance(0.05) ? 0.1 : 0.5 + random.next()));
  return () => random.pick(stations[random.weighted(shares)] ?? []);
}

/** A sale has the postcode of its day, so that none is later than the month in which its postcode was terminated. */
function postcodeInUse(draw: () => SyntheticPostcode, date: string): SyntheticPostcode {
  const postcode = draw();
  const wasTerminated = postcode.terminated !== "" && postcode.terminated < date.slice(0, 7).replace("-", "");
  return wasTerminated ? postcodeInUse(draw, date) : postcode;
}

/** How many sales a day has, by its day of the week, Sunday first: most are completed on a Friday. */
const DAYS_OF_WEEK = [0.01, 1, 0.8, 0.9, 1.1, 2.6, 0.02];
/** The same, by its month. */
const MONTHS_OF_YEAR = [0.75, 0.8, 1.05, 0.9, 1, 1.15, 1.05, 1.15, 1.05, 1.05, 1.05, 1];

/** Days of the sample, by how many sales they have. The last two months have fewer, as not all are registered yet. */
function dateDrawer(random: Random): () => string {
  const days = (Date.parse(LAST_DAY) - Date.parse(FIRST_DAY)) / DAY + 1;
  const dates = Array.from({ length: days }, (_, index) => new Date(Date.parse(FIRST_DAY) + index * DAY));
  const weights = dates.map((date) => {
    const month = date.toISOString().slice(0, 7);
    const registered = month === "2026-10" ? 0.35 : month === "2026-09" ? 0.7 : 1;
    return registered * (DAYS_OF_WEEK[date.getUTCDay()] ?? 0) * (MONTHS_OF_YEAR[date.getUTCMonth()] ?? 0);
  });
  return () => dates[random.weighted(weights)]?.toISOString().slice(0, 10) ?? LAST_DAY;
}

function makeSale({ postcode, point }: SyntheticPostcode, date: string, random: Random): Sale {
  const market = marketAt(point ?? { latitude: 51.5, longitude: 0 });
  const types = Object.keys(market.shares) as HomeType[];
  const type = types[random.weighted(Object.values(market.shares))] ?? "F";
  const isNew = random.chance(type === "F" ? 1.3 * market.newBuilds : 0.4 * market.newBuilds);
  const years = (Date.parse(LAST_DAY) - Date.parse(date)) / DAY / 365.25;
  const category = random.chance(0.06) ? "B" : "A";
  const spread = exponential((category === "B" ? 0.6 : 0.34) * normal(random));
  const price = market.typical[type] * (1 - market.growth * years) * (isNew ? 1.18 : 1) * spread;
  const isOther = random.chance(category === "B" ? 0.2 : 0.002);
  return {
    price: askedPrice(price, random),
    date,
    postcode,
    type: isOther ? "O" : type,
    isNew,
    tenure: random.chance(type === "F" ? 0.97 : 0.03) ? "L" : "F",
    category,
  };
}

/** Prices as people ask for them: in steps that grow with the price. */
function askedPrice(price: number, random: Random): number {
  const steps =
    price < 1_000_000 ? [5_000, 5_000, 5_000, 2_500, 1_000, 500] : [50_000, 25_000, 10_000, 5_000];
  const step = random.pick(steps);
  return Math.max(step, Math.round(price / step) * step);
}

/** Nearly the normal distribution with mean 0 and variance 1: the sum of twelve uniform numbers (Irwin and Hall). */
const normal = (random: Random): number =>
  Array.from({ length: 12 }, () => random.next()).reduce((sum, number) => sum + number, -6);

/** e to the power of x, by multiplications alone, because JavaScript engines may round Math.exp differently. */
function exponential(x: number): number {
  let power = 1 + x / 1024;
  for (let doubling = 0; doubling < 10; doubling++) power *= power;
  return power;
}

/** A row of the Price Paid Data. It has no address: not even a made-up one. */
function row(sale: Sale, index: number): string {
  const number = (index + 1).toString(16).toUpperCase().padStart(12, "0");
  const fields = [
    `{00000000-0000-4000-8000-${number}}`,
    String(sale.price),
    `${sale.date} 00:00`,
    sale.postcode,
    sale.type,
    sale.isNew ? "Y" : "N",
    sale.tenure,
    ...["", "", "", "", "LONDON", "SYNTHETIC", "SYNTHETIC"],
    sale.category,
    "A",
  ];
  return `${fields.map((field) => `"${field}"`).join(",")}\r\n`;
}

/** The same bytes on every system: zlib writes the system's number into the header, and here it is "unknown". */
export function gzip(text: string): Buffer {
  const bytes = gzipSync(text, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

if (import.meta.main) {
  const stations = parseStations(
    readFileSync(new URL("../stations.csv", import.meta.url)),
    "data/stations.csv",
  );
  const { sales, postcodes } = makeSales(stations);
  writeFileSync(new URL("../synthetic-sales.csv.gz", import.meta.url), gzip(sales));
  writeFileSync(new URL("../synthetic-postcodes.csv.gz", import.meta.url), gzip(postcodes));
}
