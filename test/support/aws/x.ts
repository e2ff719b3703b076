import { BEARER_TOKEN, type FakeX as ComplianceX, startFakeX } from "../compliance/fake-x.ts";
import { fakeX, type FakeX as SearchX } from "../fake-x/fake-x.ts";
import { serveFakeX } from "../fake-x/server.ts";
import type { FakeWorld } from "../fake-x/world.ts";

/** X as the functions reach it: its search and its batch compliance, each a server of its own. */
export interface X {
  readonly token: string;
  /** What its search was asked. */
  readonly searches: readonly URLSearchParams[];
  readonly compliance: ComplianceX;
  /** What stands in a function's X_API_URL. */
  urlFor(functionName: string): string;
  close(): Promise<void>;
}

/** Starts both; the search finds the posts of `world`. */
export async function startX(world: FakeWorld): Promise<X> {
  const search = fakeX({ world, now: Date.now, token: BEARER_TOKEN });
  limitAtFirst(search);
  const [served, compliance] = await Promise.all([serveFakeX(search), startFakeX()]);
  return {
    token: BEARER_TOKEN,
    searches: search.requests,
    compliance,
    urlFor: (name) => (name.startsWith("compliance-") ? compliance.baseUrl : served.url),
    close: async () => void (await Promise.all([served.close(), compliance.close()])),
  };
}

/** After the first request none is left for two seconds: long enough to be waited for, short enough for a test. */
function limitAtFirst(x: SearchX): void {
  const { handle } = x;
  x.handle = (...request) => {
    const sent = handle(...request);
    if (x.requests.length > 1) return sent;
    const reset = String(Math.ceil(Date.now() / 1000) + 1);
    const limit = { "x-rate-limit-remaining": "0", "x-rate-limit-reset": reset };
    return { ...sent, headers: { ...sent.headers, ...limit } };
  };
}
