import { type ParsedPage, parsePage, type RawPage } from "../../../analysis/posts/page.ts";

export const V2_POST = {
  id: "1990000000000000002",
  text: "Tube is late & I am not amused 😀",
  created_at: "2026-11-13T07:47:39.000Z",
  lang: "en",
  author_id: "42",
  edit_history_tweet_ids: ["1990000000000000001", "1990000000000000002"],
  geo: { place_id: "5de8cffc145c486b", coordinates: { type: "Point", coordinates: [-0.1276, 51.5072] } },
};

export const ARCHIVE_TWEET = {
  id: "1050118621198921728",
  id_str: "1050118621198921728",
  full_text: "Minding the gap",
  created_at: "Wed Oct 10 20:19:24 +0000 2018",
  lang: "en",
  coordinates: { type: "Point", coordinates: ["-0.1276", "51.5072"] },
  geo: { type: "Point", coordinates: ["51.5072", "-0.1276"] },
};

/** The page as it is stored, less its line feed. */
export const encodePage = (page: RawPage): string =>
  JSON.stringify({ page: page.page, file: page.file, line: page.line, records: page.records });

export const PAGE = "station=replay/00000";

/** Parses texts as the records of a page that begins at line 17 of `posts.jsonl`. */
export function parseTexts(...records: string[]): Omit<ParsedPage, "page" | "records"> {
  const {
    page: _,
    records: __,
    ...outcome
  } = parsePage(encodePage({ page: PAGE, file: "posts.jsonl", line: 17, records }));
  return outcome;
}

/** The same for values, each written as JSON. */
export const parseValues = (...values: unknown[]): ReturnType<typeof parseTexts> =>
  parseTexts(...values.map((value) => JSON.stringify(value)));

export const reasonsOf = ({ rejections }: Pick<ParsedPage, "rejections">): string[] =>
  rejections.map(({ reason }) => reason);
