import { PROBLEMS, type Response, refusal } from "./responses.ts";
import { searchRecent } from "./search.ts";
import type { FakeWorld } from "./world.ts";

/** What becomes of one request. `late-limit` refuses it although the headers promised another. */
export type Fate = "answer" | "unavailable" | "cut" | "lost" | "late-limit" | "stale-token" | Response;

export interface FakeXOptions {
  readonly world: FakeWorld;
  /** X's own clock, in milliseconds. */
  readonly now: () => number;
  readonly token: string;
  /** Requests in fifteen minutes. */
  readonly limit?: number;
  /** What becomes of each request; it is answered where this is left out. */
  readonly fate?: (request: URLSearchParams) => Fate;
}

export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `cut`: only the first half of the body arrives; `lost`: nothing does. */
  readonly arrives: "whole" | "cut" | "lost";
}

export interface FakeX {
  /** The parameters of each request, in the order of arrival. */
  readonly requests: URLSearchParams[];
  /** The ids of the posts of each answer that was sent, whether or not it arrived: what X charges. */
  readonly delivered: string[][];
  /** How many requests came although the headers had said that none was left. */
  excess: number;
  handle(path: string, parameters: URLSearchParams, authorization: string | undefined): Sent;
}

const WINDOW = 15 * 60_000;

/** Recent search of X, in memory: what server.ts serves over HTTP. */
export function fakeX({ world, now, token, limit = 60, fate = () => "answer" }: FakeXOptions): FakeX {
  let window = 0;
  let used = 0;

  function count(): boolean {
    const current = Math.floor(now() / WINDOW);
    if (current !== window) used = 0;
    window = current;
    used += 1;
    return used <= limit;
  }

  function send(response: Response, arrives: Sent["arrives"] = "whole", remaining = limit - used): Sent {
    if (response.posts > 0) fake.delivered.push(idsOf(response.body));
    return {
      status: response.status,
      arrives,
      body: response.body,
      headers: {
        "content-type": "application/json; charset=utf-8",
        date: new Date(now()).toUTCString(),
        "x-rate-limit-limit": String(limit),
        "x-rate-limit-remaining": String(Math.max(remaining, 0)),
        "x-rate-limit-reset": String(((window + 1) * WINDOW) / 1000),
      },
    };
  }

  const fake: FakeX = {
    requests: [],
    delivered: [],
    excess: 0,
    handle(path, parameters, authorization) {
      fake.requests.push(parameters);
      if (path !== "/2/tweets/search/recent") return send({ status: 404, body: "{}", posts: 0 });
      if (authorization !== `Bearer ${token}`) return send(PROBLEMS.unauthorized);
      if (!count()) {
        fake.excess += 1;
        return send(PROBLEMS.tooMany);
      }
      const what = fate(parameters);
      if (typeof what === "object") return send(what);
      if (what === "unavailable") return send(PROBLEMS.unavailable);
      if (what === "late-limit") {
        used = limit;
        return send(PROBLEMS.tooMany);
      }
      const given = parameters.get("next_token");
      if (what === "stale-token" && given !== null)
        return send(refusal(400, `Invalid 'next_token':'${given}'.`, { next_token: [given] }));
      return send(searchRecent(world, parameters, now()), what === "cut" || what === "lost" ? what : "whole");
    },
  };
  return fake;
}

const idsOf = (body: string): string[] => JSON.parse(body).data.map(({ id }: { id: string }) => id);
