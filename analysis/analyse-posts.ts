import { stationFinder } from "./places/nearest.ts";
import type { Station } from "./places/station.ts";
import { parsePage } from "./posts/page.ts";
import type { Post, Rejection } from "./posts/post.ts";
import { type Scores, scoreText } from "./sentiment/score.ts";
import { SCALE } from "./statistics/sums.ts";
import { cleanText } from "./text/clean.ts";
import { placeMasker } from "./text/mask.ts";

/** All that is stored of one post. */
export interface AnalysedPost extends Post {
  /** The name of the nearest station within 1 km; null if there is no such station or the post has no point. */
  readonly station: string | null;
  /** The distance to that station in whole metres. */
  readonly metres: number | null;
  /** The other stations within 1 km, nearest first. */
  readonly others: readonly string[];
  /** VADER's compound score of the cleaned text, times 10,000: an integer. */
  readonly compound: number;
  /** The same for the cleaned text with masked place names. */
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
    // Field by field, because spreading a post into a larger object takes longer than finding its station.
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

/** The scores of the unchanged text, and the two compound scores that the pipeline stores. */
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

/** Which posts to analyse; null means all. Times are ISO 8601 in UTC, `from` is inclusive and `to` is exclusive. */
export interface PostSelection {
  readonly stations: readonly string[] | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** The result of analysing one raw page. */
export interface AnalysedPage {
  /** The page's name. */
  readonly page: string;
  /** The number of its records. */
  readonly records: number;
  /** The selected posts, in the order of the page. */
  readonly posts: readonly AnalysedPost[];
  /** The number of posts that the selection excludes. */
  readonly outside: number;
  readonly rejections: readonly Rejection[];
}

/**
 * Returns the one function that makes rows of a raw page, one line of JSON. It is pure, and every engine calls
 * it. It throws an Error where the line is no raw page.
 */
export function pageAnalyser(
  stations: readonly Station[],
  selection: PostSelection,
): (line: string) => AnalysedPage {
  const analysePost = postAnalyser(stations);
  return (line) => {
    const { page, records, posts, rejections } = parsePage(line);
    const analysed = posts.map(analysePost);
    const selected = analysed.filter((post) => isSelected(selection, post));
    return { page, records, posts: selected, outside: analysed.length - selected.length, rejections };
  };
}

const isSelected = ({ stations, from, to }: PostSelection, post: AnalysedPost): boolean =>
  (from === null || post.createdAt >= from) &&
  (to === null || post.createdAt < to) &&
  (stations === null || (post.station !== null && stations.includes(post.station)));
