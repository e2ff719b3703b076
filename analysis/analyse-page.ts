import { type AnalysedPost, postAnalyser } from "./analyse-post.ts";
import type { Station } from "./places/station.ts";
import { parsePage } from "./posts/page.ts";
import type { Rejection } from "./posts/post.ts";

/** Which posts are asked for; null for all. Times are ISO 8601 in UTC, `from` inclusive and `to` exclusive. */
export interface PostSelection {
  readonly stations: readonly string[] | null;
  readonly from: string | null;
  readonly to: string | null;
}

/** What a raw page comes to. */
export interface AnalysedPage {
  /** The page's name. */
  readonly page: string;
  /** How many records it holds. */
  readonly records: number;
  /** The posts that were asked for, in the order in which they stand in the page. */
  readonly posts: readonly AnalysedPost[];
  /** How many posts were not asked for: they are not read. */
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
