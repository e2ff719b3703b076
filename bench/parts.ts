import { readFile } from "node:fs/promises";
import { parseStations } from "../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../local/bundled.ts";
import { benchHousing, housingTable } from "./housing/benchmark.ts";
import { benchPipeline, comparisonTable, growthTable } from "./pipeline/benchmark.ts";
import { benchPlaces, placesTable } from "./places/benchmark.ts";
import { realTexts } from "./python/real-texts.ts";
import type { Figures } from "./report/table.ts";
import { benchSentiment, sentimentFigures } from "./sentiment/benchmark.ts";
import { benchSpark, sparkTable } from "./spark/benchmark.ts";
import { enginesTable, measureRates } from "./spark/engines.ts";
import { evaluateTopics, topicsFigures } from "./topics/benchmark.ts";
import { PLANTING } from "./topics/planted-posts.ts";

/** A benchmark whose numbers the documents show, in the blocks with its name. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** `cache` is a folder for files of posts that several parts use. */
  measure(cache: string): Promise<Figures>;
}

/** Passes over the texts by Python; the best counts. */
const ROUNDS = 10;
const MILLION = 1_000_000;
const GROWTH = [MILLION / 10, MILLION, 10 * MILLION];

/** In the order in which they run: quick ones come first. */
export const PARTS: readonly Part[] = [
  {
    name: "sentiment",
    title: "Texts scored, and Python's way",
    measure: async () => sentimentFigures(await benchSentiment(await realTexts(["tweets"]), ROUNDS)),
  },
  {
    name: "topics",
    title: "Planted topics found again",
    measure: async () => topicsFigures(await evaluateTopics(), PLANTING),
  },
  {
    name: "places",
    title: "The nearest station",
    measure: async () =>
      placesTable(benchPlaces(parseStations(await readFile(BUNDLED_STATIONS), BUNDLED_STATIONS))),
  },
  {
    name: "housing",
    title: "Five million sales, up to the placed rows",
    measure: async () => housingTable(await benchHousing({ rows: 5 * MILLION, rounds: 3 })),
  },
  {
    name: "pipeline",
    title: "A million posts, and the original pipeline",
    measure: async (cache) =>
      comparisonTable(await benchPipeline({ posts: MILLION, withOriginal: true, cache })),
  },
  {
    name: "spark",
    title: "Two million posts on Spark, and the original pipeline",
    measure: async (cache) => sparkTable(await benchSpark({ posts: 2 * MILLION, withOriginal: true, cache })),
  },
  {
    name: "engines",
    title: "Time and cost of both engines, calculated from their rates",
    async measure(cache) {
      const rates = await measureRates(2 * MILLION, cache);
      const content = `${JSON.stringify(rates, null, 2)}\n`;
      return { ...enginesTable(rates), data: { path: "functions/neighbourhood/engine-rates.json", content } };
    },
  },
  {
    name: "growth",
    title: "How time and memory grow",
    measure: async (cache) => {
      const benchmarks = [];
      for (const posts of GROWTH) benchmarks.push(await benchPipeline({ posts, withOriginal: false, cache }));
      return growthTable(benchmarks);
    },
  },
];
