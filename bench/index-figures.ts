import { type Figures, whole } from "./report/table.ts";
import type { Rate, SentimentBench } from "./sentiment/benchmark.ts";
import type { TopicPrecision } from "./topics/benchmark.ts";
import type { Planting } from "./topics/planted-posts.ts";

/** How many of the terms that stations show were planted there. */
export const topicsFigures = (precision: TopicPrecision, planting: Planting): Figures => ({
  table: [
    [`planted topics among the ${planting.topics} terms shown`, "precision"],
    ["CityPulse: log-odds against the rest of the city", precision.distinctive.toFixed(3)],
    ["plain counting, as the original", precision.plain.toFixed(3)],
  ],
  notes: [
    `${planting.stations} stations with ${planting.postsPerStation} made-up posts each, ` +
      `${whole(planting.vocabulary)} words by Zipf's law; at each station ${planting.topics} topics, words and ` +
      `pairs of words, each in ${(planting.share * 100).toFixed(0)} % of the posts.`,
  ],
});

/** How many texts a second are scored on one core, here and by Python. */
export function sentimentFigures({ texts, characters, python, node, ratio }: SentimentBench): Figures {
  const row = (name: string, { warm, cold }: Rate): string[] => [name, whole(warm), whole(cold)];
  return {
    table: [
      ["texts a second, one core", "warm", "first pass"],
      row(`CityPulse, Node ${node.version}`, node),
      row(`vaderSentiment 3.3.2, Python ${python.version}`, python),
      ["times as fast", ratio.toFixed(1), (node.cold / python.cold).toFixed(1)],
    ],
    notes: [
      `The same ${whole(texts)} real posts of ${characters} characters on average, by turns in one run; warm is the ` +
        "best pass.",
    ],
  };
}
