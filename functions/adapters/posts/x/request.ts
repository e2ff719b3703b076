import { z } from "zod";
import type { Station } from "../../../../analysis/places/station.ts";
import { InvalidInput } from "../../../errors.ts";
import { type Reply, type XApiOptions, xApi } from "../x-api/send.ts";
import type { XSettings } from "./settings.ts";
import { firstIdOf, isoTime } from "./time.ts";

export type SearchParameters = Readonly<Record<string, string | number>>;

/** Throws Unanswered. */
export type SearchRecent = (parameters: SearchParameters) => Promise<Reply>;

/** X's recent search, one request a call. */
export function xSearch(options: XApiOptions): SearchRecent {
  const send = xApi(options);
  return (query) => send({ method: "GET", path: "tweets/search/recent", query });
}

/** What X takes in recent search, in characters. */
const LONGEST_QUERY = 512;

/**
 * What X is asked for around a station. `OR` binds weaker than the blank between two operators, so a query of
 * alternatives is put in brackets: without them all but the first would ask for the whole world. Throws InvalidInput.
 */
export function searchQuery(
  { name, longitude, latitude }: Station,
  { query, radiusKm }: Pick<XSettings, "query" | "radiusKm">,
): string {
  const circle = `point_radius:[${degrees(longitude)} ${degrees(latitude)} ${radiusKm}km]`;
  const rest = /\bOR\b/.test(query) ? `(${query.trim()})` : query.trim();
  const whole = `${circle} ${rest}`.trim();
  if ([...whole].length <= LONGEST_QUERY) return whole;
  throw new InvalidInput(
    `The query for ${name} has ${[...whole].length} characters, and X takes ${LONGEST_QUERY}: ${whole.slice(0, 80)}…`,
    { hint: "Shorten the query of the settings." },
  );
}

/** A millionth of a degree is some ten centimetres. */
const degrees = (value: number): string => String(Number(value.toFixed(6)));

/** Where a window goes on that has more pages. */
export const Rest = z.object({
  /** The oldest id of its pages so far: the rest is older. */
  until: z.string(),
  /** What X gave for the next page; null where X does not take it any more. */
  token: z.string().nullable(),
  /** With what the token goes together. */
  size: z.number().int(),
  from: z.number().int(),
});
export type Rest = z.infer<typeof Rest>;

/** Whether the rest of a window is asked for by ids: X's token goes with the window and the size it was given for. */
export const isByIds = (rest: Rest, from: number, size: number): boolean =>
  rest.token === null || rest.size !== size || rest.from !== from;

/** A window that is searched, and what is left of it. */
interface Searched {
  readonly window: { readonly query: string; readonly to: number };
  readonly rest: Rest | undefined;
}

/**
 * `author_id` comes with the post; its expansion would read, and charge, a user for each. The place is part of the
 * page.
 */
const FIELDS = {
  "tweet.fields": "created_at,lang,geo,note_tweet,edit_history_tweet_ids,author_id",
  expansions: "geo.place_id",
  "place.fields": "geo,full_name,place_type",
};

/**
 * The parameters of a page of `size` posts of what is left of a window from `from` on. The first page names the
 * window by times. The next ones do the same with X's token, while the window and the size are those that the token
 * was given for; or else by ids, which X takes together with each other and never with times.
 */
export function searchParameters({ window, rest }: Searched, from: number, size: number): SearchParameters {
  const asked = { query: window.query, max_results: size, sort_order: "recency", ...FIELDS };
  const times = { start_time: isoTime(from), end_time: isoTime(window.to) };
  if (rest === undefined) return { ...asked, ...times };
  if (rest.token === null || isByIds(rest, from, size))
    return { ...asked, since_id: String(firstIdOf(from) - 1n), until_id: rest.until };
  return { ...asked, ...times, next_token: rest.token };
}
