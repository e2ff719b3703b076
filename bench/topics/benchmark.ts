import { stemOf } from "../../analysis/topics/countable-words.ts";
import { encodePosts } from "../../analysis/topics/encode.ts";
import { findTopics } from "../../analysis/topics/find-topics.ts";
import type { TopicMethod } from "../../analysis/topics/ranking.ts";
import { ROWS } from "../report/key-figures.ts";
import { type Figures, whole } from "../report/table.ts";
import { PLANTING, type Planting, plantedStations } from "./planted-posts.ts";

/** Share of the shown terms of a station that were planted there. */
export interface TopicPrecision {
  readonly distinctive: number;
  readonly plain: number;
}

/**
 * Plants topics in made-up posts and looks for them. Precision is computed for as many terms as were planted at a
 * station, and a missing term counts as wrong. A pair is found if the phrase is shown. For the plain count, which has
 * no phrases, it is found if one of its words is shown.
 */
export async function evaluateTopics(planting: Planting = PLANTING): Promise<TopicPrecision> {
  const stations = [...plantedStations(planting)];
  const part = encodePosts(stations.flatMap(({ posts }) => posts));
  const rows = await findTopics(() => [part]);
  const precision = (method: TopicMethod, forms: (topic: string) => string[]): number => {
    const shown = Map.groupBy(
      rows.filter((row) => row.method === method && row.rank <= planting.topics),
      (row) => row.station,
    );
    const found = stations.map(({ station, topics }) => {
      const planted = new Set(topics.flatMap(forms));
      return (shown.get(station) ?? []).filter(({ term }) => planted.has(stems(term))).length;
    });
    return found.reduce((sum, count) => sum + count, 0) / (planting.topics * stations.length);
  };
  return {
    distinctive: precision("distinctive", (topic) => [stems(topic)]),
    plain: precision("count", (topic) => stems(topic).split(" ")),
  };
}

const stems = (term: string): string => term.split(" ").map(stemOf).join(" ");

/** Shows which share of the shown terms was planted. */
export const topicsFigures = (precision: TopicPrecision, planting: Planting): Figures => ({
  table: [
    [`planted topics among the ${planting.topics} terms shown`, "precision"],
    [ROWS.planted, precision.distinctive.toFixed(3)],
    [ROWS.counted, precision.plain.toFixed(3)],
  ],
  notes: [
    `${planting.stations} stations have ${planting.postsPerStation} made-up posts each, ` +
      `with ${whole(planting.vocabulary)} words by Zipf's law. Each station has ${planting.topics} topics, words and ` +
      `pairs of words, each in ${(planting.share * 100).toFixed(0)} % of its posts.`,
  ],
});
