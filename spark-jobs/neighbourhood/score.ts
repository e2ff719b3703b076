import { type PostSelection, pageAnalyser } from "../../analysis/analyse-page.ts";
import type { AnalysedPost } from "../../analysis/analyse-post.ts";
import type { Station } from "../../analysis/places/station.ts";
import type { Rejection } from "../../analysis/posts/post.ts";
import type { RowJob } from "../pipe-rows.ts";
import { type Cell, encodeRow } from "../rows.ts";
import { type Stems, stemReader } from "./stems.ts";

/**
 * A raw page becomes a row for each post, one for each record that cannot be used, and one for the number of posts
 * that were not asked for. Their columns are those of sentiment.sql.
 */
export function scoreJob(stations: readonly Station[], selection: PostSelection): RowJob {
  const analysePage = pageAnalyser(stations, selection);
  const readStems = stemReader();
  return function* (line) {
    const { posts, outside, rejections } = analysePage(line);
    for (const [place, post] of posts.entries())
      yield encodeRow([...postCells(post, place), ...stemCells(readStems(post.text))]);
    for (const rejection of rejections) yield encodeRow(rejectedCells(rejection));
    if (outside > 0) yield encodeRow(["outside", outside]);
  };
}

const postCells = (post: AnalysedPost, place: number): Cell[] => [
  ...["post", null, null],
  post.origin.page,
  post.origin.file,
  post.origin.line,
  place,
  post.text,
  null,
  post.id,
  post.version,
  post.versions,
  Date.parse(post.createdAt),
  post.language,
  post.author,
  post.point?.longitude ?? null,
  post.point?.latitude ?? null,
  post.station,
  post.metres,
  JSON.stringify(post.others),
  post.compound,
  post.masked,
  post.neg,
  post.neu,
  post.pos,
];

const rejectedCells = ({ reason, record, origin: { page, file, line } }: Rejection): Cell[] => [
  ...["rejected", null, null, page, file, line, null],
  record,
  reason,
];

/** Null where the post says nothing that counts. */
const stemCells = ({ stems, surfaces, follows }: Stems): Cell[] =>
  stems.length === 0 ? [null, null, null] : [stems.join(" "), surfaces.join(" "), follows.join(" ")];
