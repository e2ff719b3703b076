import { inspect } from "node:util";
import { onTestFinished } from "vitest";
import { xSearch } from "../../../functions/adapters/posts/x/request.ts";
import { XSettings } from "../../../functions/adapters/posts/x/settings.ts";
import { xSource } from "../../../functions/adapters/posts/x/source.ts";
import { extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import { parseRun } from "../../../functions/neighbourhood/run.ts";
import type { Clock } from "../../../functions/ports.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { memoryStore } from "../memory-store.ts";
import { type Fate, fakeX } from "./fake-x.ts";
import { START } from "./schedule.ts";
import { serveFakeX } from "./server.ts";
import { fakeWorld } from "./world.ts";

export const STATION = {
  name: "Bank",
  slug: "bank",
  zone: "1",
  longitude: -0.0886,
  latitude: 51.5133,
};
export const TOKEN = "AAAA-the-very-secret-token";
export const RUN = parseRun({ runId: "20261116T060000Z" }, "2026-11-16T06:00:00Z");
const clock: Clock = { now: () => new Date(START + 5_000), remaining: () => Number.POSITIVE_INFINITY };
export const world = fakeWorld([STATION], { seed: 3, count: 400, until: START });

export interface Options {
  readonly fate?: (request: URLSearchParams) => Fate;
  readonly token?: string;
  readonly settings?: object;
  readonly timeoutMilliseconds?: number;
}

/** An extraction around one station by the real client, from a server that behaves as `fate` says. */
export async function setUp({ fate, token = TOKEN, settings = {}, timeoutMilliseconds }: Options = {}) {
  const x = fakeX({ world, now: () => START + 5_000, token: TOKEN, ...(fate === undefined ? {} : { fate }) });
  const server = await serveFakeX(x);
  onTestFinished(server.close);
  const store = memoryStore();
  store.objects.set(STATIONS_KEY, Buffer.from("Latitude,Longitude,Station,Zone\n51.5133,-0.0886,Bank,1\n"));
  const search = xSearch({ bearerToken: async () => token, baseUrl: server.url, timeoutMilliseconds });
  const source = xSource({
    store,
    settings: XSettings.parse(settings),
    clock,
    search,
    sleep: async () => {},
  });
  const extract = () => extractPosts({ run: RUN }, { store, source, clock, progress: () => {} });
  return { x, store, extract, server };
}

/** What the work throws; undefined where it throws nothing. */
export const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Everything that an error shows to whoever logs it, and everything that is stored. */
export const shown = (error: unknown, store: ReturnType<typeof memoryStore>): string =>
  inspect(error, { depth: 12, showHidden: true }) +
  [...store.objects.values()].map((body) => Buffer.from(body).toString("latin1")).join();
