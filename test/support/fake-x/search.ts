import { type Response, refusal, timeParameter } from "./responses.ts";
import type { FakePost, FakeWorld } from "./world.ts";

const CIRCLE = /^point_radius:\[(-?[\d.]+) (-?[\d.]+) ([\d.]+)km\]/;
const DAY = 24 * 3600_000;
const EPOCH = 1_288_834_974_657n;

/** The parameters of a request that X would take. */
interface Search {
  readonly found: readonly FakePost[];
  readonly size: number;
  /** What a token must have been given for. */
  readonly asked: string;
}

/** What recent search answers, after X's reference: `now` is X's own time. */
export function searchRecent(world: FakeWorld, parameters: URLSearchParams, now: number): Response {
  const search = parseSearch(world, parameters, now);
  if ("status" in search) return search;
  const { found, size, asked } = search;
  const token = parameters.get("next_token");
  const after = token === null ? null : readToken(token, asked);
  if (after === undefined)
    return refusal(400, `Invalid 'next_token':'${token}'.`, { next_token: [token ?? ""] });
  const rest = after === null ? found : found.filter(({ id }) => BigInt(id) < after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const hasMore = rest.length > page.length && last !== undefined;
  const meta = {
    ...(page[0] === undefined ? {} : { newest_id: page[0].id, oldest_id: last?.id }),
    result_count: page.length,
    ...(hasMore ? { next_token: makeToken(last.id, asked) } : {}),
  };
  const body = {
    ...(page.length === 0 ? {} : { data: page.map(({ object }) => object), includes: PLACES }),
    meta,
  };
  return { status: 200, body: JSON.stringify(body), posts: page.length };
}

const PLACES = { places: [{ id: "5de8cffc145c486b", full_name: "London, England", place_type: "city" }] };

const makeToken = (id: string, asked: string): string =>
  Buffer.from(JSON.stringify([id, asked])).toString("base64url");

/** The id below which the next page begins; undefined where the token belongs to another search. */
function readToken(token: string, asked: string): bigint | undefined {
  try {
    const [id, of]: unknown[] = JSON.parse(Buffer.from(token, "base64url").toString());
    return of === asked && typeof id === "string" ? BigInt(id) : undefined;
  } catch {
    return undefined;
  }
}

function parseSearch(world: FakeWorld, parameters: URLSearchParams, now: number): Search | Response {
  const query = parameters.get("query") ?? "";
  if (query.length > 512) return refusal(400, "query length cannot be more than 512", { query: [query] });
  const circle = CIRCLE.exec(query);
  if (circle === null) return refusal(400, "There were errors processing your request", { query: [query] });
  const size = Number(parameters.get("max_results") ?? 10);
  if (!(size >= 10 && size <= 100))
    return refusal(400, "The `max_results` query parameter value is not between 10 and 100", {
      max_results: [],
    });
  const [, longitude, latitude, radius] = circle.map(Number);
  const bounds = boundsOf(parameters, now);
  if ("status" in bounds) return bounds;
  const inCircle = world.inCircle(longitude ?? 0, latitude ?? 0, radius ?? 0);
  const found = inCircle.filter(({ id, foundFrom }) => {
    const number = BigInt(id);
    return foundFrom <= now && number >= bounds.from && number < bounds.to;
  });
  const { next_token: _, ...asked } = Object.fromEntries(parameters);
  return { found, size, asked: JSON.stringify(asked) };
}

interface Bounds {
  readonly from: bigint;
  readonly to: bigint;
}

const firstId = (time: number): bigint => (BigInt(time) - EPOCH) << 22n;

function boundsOf(parameters: URLSearchParams, now: number): Bounds | Response {
  const since = parameters.get("since_id");
  const until = parameters.get("until_id");
  const start = timeParameter(parameters, "start_time");
  const end = timeParameter(parameters, "end_time");
  if ((since !== null || until !== null) && (start !== null || end !== null))
    return refusal(
      400,
      "Invalid use of 'since_id' or 'until_id' in conjunction with 'start_time' or 'end_time'.",
      { since_id: [since ?? ""] },
    );
  const earliest = now - 7 * DAY;
  if (start !== null && start < earliest)
    return refusal(400, `Invalid 'start_time'. 'start_time' must be on or after ${earliest}.`, {
      start_time: [],
    });
  if (end !== null && end > now - 10_000)
    return refusal(400, "'end_time' must be a minimum of 10 seconds prior to the request time.", {
      end_time: [],
    });
  if (since !== null && BigInt(since) < firstId(earliest))
    return refusal(400, "'since_id' must be a tweet id created after the last seven days.", {
      since_id: [since],
    });
  return {
    from: since === null ? firstId(start ?? earliest) : BigInt(since) + 1n,
    to: until === null ? firstId(end ?? now) : BigInt(until),
  };
}
