import { stationFinder } from "./places/nearest.ts";
import type { Station } from "./places/station.ts";
import type { Post } from "./posts/post.ts";
import { type Scores, scoreText } from "./sentiment/score.ts";
import { SCALE } from "./statistics/sums.ts";
import { cleanText } from "./text/clean.ts";
import { placeMasker } from "./text/mask.ts";

/** All that is stored of one post. */
export interface AnalysedPost extends Post {
  /** The name of the nearest station within 1 km; null where there is none, or no point. */
  readonly station: string | null;
  /** How far that station is, in whole metres. */
  readonly metres: number | null;
  /** The other stations within 1 km, the nearest first. */
  readonly others: readonly string[];
  /** VADER's compound score of the cleaned text, times 10,000: an integer. */
  readonly compound: number;
  /** The same of the cleaned text with place names masked. */
  readonly masked: number;
  /** VADER's shares of negative, neutral and positive words in the cleaned text, times 1,000: integers. */
  readonly neg: number;
  readonly neu: number;
  readonly pos: number;
}

/** Returns the one function that analyses a post. It is pure, and every engine calls it. */
export function postAnalyser(stations: readonly Station[]): (post: Post) => AnalysedPost {
  const findStation = stationFinder(stations);
  const mask = placeMasker(stations.map((station) => station.name));
  return (post) => {
    const place = post.point === null ? null : findStation(post.point);
    const { cleaned, masked } = scoreCleaned(post.text, mask);
    // Field by field: spreading a post into a larger object takes longer than finding its station.
    return {
      id: post.id,
      version: post.version,
      versions: post.versions,
      createdAt: post.createdAt,
      text: post.text,
      language: post.language,
      author: post.author,
      point: post.point,
      origin: post.origin,
      station: place?.station ?? null,
      metres: place?.metres ?? null,
      others: place?.others ?? [],
      compound: Math.round(cleaned.compound * SCALE),
      masked: Math.round(masked.compound * SCALE),
      neg: Math.round(cleaned.neg * 1000),
      neu: Math.round(cleaned.neu * 1000),
      pos: Math.round(cleaned.pos * 1000),
    };
  };
}

/** The scores of the text as it stands, and the two compounds that are stored of it. */
export interface ScoresForPeople extends Scores {
  readonly cleaned: number;
  readonly masked: number;
}

/** `mask` comes from placeMasker. */
export function scoreForPeople(text: string, mask: (text: string) => string): ScoresForPeople {
  const { cleaned, masked } = scoreCleaned(text, mask);
  return { ...scoreText(text), cleaned: cleaned.compound, masked: masked.compound };
}

function scoreCleaned(text: string, mask: (text: string) => string): { cleaned: Scores; masked: Scores } {
  const cleanedText = cleanText(text);
  const maskedText = mask(cleanedText);
  const cleaned = scoreText(cleanedText);
  return { cleaned, masked: maskedText === cleanedText ? cleaned : scoreText(maskedText) };
}
