import { expect, test } from "vitest";
import { xApi } from "../../../../../functions/adapters/posts/x-api/send.ts";
import { InvalidInput, SourceRejected, SourceUnavailable } from "../../../../../functions/errors.ts";
import { manifestOf, stateOf, storedIds } from "../../../../support/fake-x/check.ts";
import type { Fate } from "../../../../support/fake-x/fake-x.ts";
import { failure, RUN, STATION, setUp, shown, TOKEN, world } from "../../../../support/fake-x/over-http.ts";
import { START } from "../../../../support/fake-x/schedule.ts";

test("an extraction over HTTP stores every page as it came, through faults of all kinds", async () => {
  const fates: Fate[] = ["unavailable", "answer", "cut", "answer", "lost", "answer"];
  const { x, store, extract } = await setUp({
    fate: () => fates.shift() ?? "answer",
    settings: { pageSize: 30 },
    timeoutMilliseconds: 300,
  });
  const from = START - 7 * 24 * 3600_000 + 60_000;
  const expected = world
    .inCircle(STATION.longitude, STATION.latitude, 1)
    .filter(({ createdAt }) => createdAt >= from && createdAt < START - 30_000);
  expect(await extract()).toMatchObject({ done: true, records: expected.length });
  expect(storedIds(store, RUN.runId).get("bank")).toEqual(expected.map(({ id }) => id));
  expect(expected.length).toBeGreaterThan(60);
  expect(x.excess).toBe(0);
  expect(manifestOf(store, RUN.runId)).toMatchObject({
    source: "X API",
    posts: expected.length,
    coverage: { to: "2026-11-16T05:59:30Z", gaps: [], stoppedAt: null },
  });
  const [request] = x.requests;
  expect(Object.fromEntries(request ?? [])).toEqual({
    query: "point_radius:[-0.0886 51.5133 1km] lang:en -is:retweet",
    max_results: "30",
    sort_order: "recency",
    start_time: "2026-11-09T06:01:05Z",
    end_time: "2026-11-16T05:59:30Z",
    "tweet.fields": "created_at,lang,geo,note_tweet,edit_history_tweet_ids,author_id",
    expansions: "geo.place_id",
    "place.fields": "geo,full_name,place_type",
  });
});

test.each(["unavailable", "cut", "lost"] as const)(
  "X that only gives answers of the kind %s is unavailable, after a few attempts",
  async (fate) => {
    const { extract, x, store } = await setUp({ fate: () => fate, timeoutMilliseconds: 100 });
    const error = await failure(extract());
    expect(error).toBeInstanceOf(SourceUnavailable);
    expect(String(error)).toContain("X gave no answer that could be used (attempt 4 of 4): ");
    expect(x.requests).toHaveLength(4);
    expect(stateOf(store).months["2026-11"]).toBe(fate === "unavailable" ? 0 : 400);
    expect(shown(error, store)).not.toContain(TOKEN);
  },
);

test("a server that is not there is unavailable, and nothing of the request is told", async () => {
  const { extract, server, store } = await setUp();
  await server.close();
  const error = await failure(extract());
  expect(error).toBeInstanceOf(SourceUnavailable);
  expect(String(error)).toContain("there is no connection to X");
  // Nothing was sent, so nothing can have cost anything.
  expect(stateOf(store).months["2026-11"]).toBe(0);
  expect(shown(error, store)).not.toContain(TOKEN);
});

test("an error that X echoes the token in is told without it", async () => {
  const body = JSON.stringify({ title: "Odd", detail: `Bearer ${TOKEN} is odd`, type: "odd" });
  const { extract, store } = await setUp({ fate: () => ({ status: 418, body, posts: 0 }) });
  const error = await failure(extract());
  expect(String(error)).toContain("is odd");
  expect(shown(error, store)).not.toContain(TOKEN);
});

test("a token that is wrong is told by X, one that cannot be one is never sent", async () => {
  const wrong = await setUp({ token: "another" });
  expect(String(await failure(wrong.extract()))).toContain("X does not know the bearer token");
  for (const token of ["", "two words", "line\nfeed"]) {
    const { extract, x, store } = await setUp({ token });
    const error = await failure(extract());
    expect(error).toBeInstanceOf(SourceRejected);
    expect(x.requests).toEqual([]);
    expect(stateOf(store)).toMatchObject({ pending: null, months: { "2026-11": 0 } });
    if (token !== "") expect(shown(error, store)).not.toContain(token);
  }
});

test.each(["http://example.org", "ftp://127.0.0.1", "api.x.com", ""])(
  "the token is not sent to %j",
  (baseUrl) => {
    expect(() => xApi({ bearerToken: async () => TOKEN, baseUrl })).toThrow(InvalidInput);
  },
);

test("a page with a post that has no id is stored as it came, for the analysis to reject that post alone", async () => {
  const body = JSON.stringify({
    data: [{ text: "no id" }, { id: "1990000000000000001" }],
    meta: { result_count: 2 },
  });
  const { store, extract } = await setUp({ fate: () => ({ status: 200, body, posts: 0 }) });
  expect(await extract()).toMatchObject({ done: true, records: 2 });
  expect(storedIds(store, RUN.runId).get("bank")).toEqual([undefined, "1990000000000000001"]);
});
