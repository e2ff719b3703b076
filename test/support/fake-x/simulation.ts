import type { Station } from "../../../analysis/places/station.ts";
import { seededRandom } from "../../../data/synthetic/random.ts";
import type { SearchRecent } from "../../../functions/adapters/posts/x/request.ts";
import { XSettings, type XSettingsInput } from "../../../functions/adapters/posts/x/settings.ts";
import { xSource } from "../../../functions/adapters/posts/x/source.ts";
import { Unanswered } from "../../../functions/adapters/posts/x-api/send.ts";
import { SourceUnavailable } from "../../../functions/errors.ts";
import { type Extracted, extractPosts } from "../../../functions/neighbourhood/extract-posts.ts";
import { parseRun, type RunInput } from "../../../functions/neighbourhood/run.ts";
import type { Clock } from "../../../functions/ports.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { type MemoryStore, memoryStore } from "../memory-store.ts";
import { type FakeX, type Fate, fakeX } from "./fake-x.ts";
import { Crash, crashing, fateOf, NO_TROUBLES, type Troubles } from "./troubles.ts";
import type { FakeWorld } from "./world.ts";

export interface SimulationOptions {
  readonly world: FakeWorld;
  readonly stations: readonly Station[];
  /** When it begins, in milliseconds of X's clock. */
  readonly start: number;
  readonly seed?: number;
  readonly troubles?: Partial<Troubles>;
  readonly settings?: XSettingsInput;
  readonly limit?: number;
  /** How many milliseconds this machine's clock is ahead of X's. */
  readonly ahead?: number;
  /** How long an invocation may take, in milliseconds. */
  readonly invocation?: number;
  /** What lies in the store already: what an earlier simulation left. */
  readonly objects?: ReadonlyMap<string, Uint8Array>;
  /** The process ends at this write, counted from 0, besides those at which chance ends it. */
  readonly crashAt?: { readonly write: number; readonly when: "before" | "after" };
  /** In the place of what chance decides. */
  readonly fate?: (request: URLSearchParams) => Fate;
}

export interface Simulation {
  readonly x: FakeX;
  readonly store: MemoryStore;
  /** Milliseconds of X's clock. */
  readonly now: () => number;
  pass(milliseconds: number): void;
  /** Takes a run to its end, as the state machine does: again after a fault, a crash, a wait, a slice. */
  run(input?: RunInput): Promise<Extracted>;
  /** How often a process ended in the middle of a write, and an answer was lost. */
  readonly crashes: () => number;
  readonly losses: () => number;
  /** How often a process ended before it could write down that X had refused it unexpectedly. */
  readonly forgotten: () => number;
  readonly invocations: () => number;
}

export const TOKEN = "AAAA-a-bearer-token-of-the-tests";
const REQUEST_MILLISECONDS = 130;
const WRITE_MILLISECONDS = 7;

/** X, a store and a clock that only moves when something is done: weeks pass in no time. */
export function simulate(options: SimulationOptions): Simulation {
  const random = seededRandom(options.seed ?? 1);
  const troubles = { ...NO_TROUBLES, ...options.troubles };
  let time = options.start;
  let crashes = 0;
  let writes = 0;
  let losses = 0;
  let forgotten = 0;
  let lastStatus = 0;
  let invocations = 0;
  const now = () => time;
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  const fate = options.fate ?? (() => fateOf(random, troubles));
  const x = fakeX({ world: options.world, now, token: TOKEN, limit: options.limit ?? 450, fate });
  const search: SearchRecent = async (parameters) => {
    pass(REQUEST_MILLISECONDS);
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) query.set(name, String(value));
    const { status, headers, body, arrives } = x.handle("/2/tweets/search/recent", query, `Bearer ${TOKEN}`);
    lastStatus = status;
    if (arrives !== "whole") losses += 1;
    if (arrives === "lost") throw new Unanswered("no whole answer within 15 s", true);
    return { status, headers, body: arrives === "cut" ? body.slice(0, body.length / 2) : body };
  };
  const store = memoryStore(options.objects);
  store.objects.set(STATIONS_KEY, stationsFile(options.stations));
  const unsteady = crashing(store, () => {
    pass(WRITE_MILLISECONDS);
    const planned = options.crashAt?.write === writes++ ? options.crashAt.when : null;
    const crash = planned !== null || random.chance(troubles.crash / 1000);
    if (crash) crashes += 1;
    if (crash && lastStatus === 429) forgotten += 1;
    return crash ? (planned ?? random.pick(["before", "after"] as const)) : null;
  });
  const settings = XSettings.parse(options.settings ?? {});

  async function invoke(input: RunInput): Promise<Extracted | null> {
    invocations += 1;
    const end = time + (options.invocation ?? 15 * 60_000);
    const clock: Clock = {
      now: () => new Date(time + (options.ahead ?? 0)),
      remaining: () => end - time,
    };
    const sleep = async (milliseconds: number) => pass(milliseconds);
    const source = xSource({ store: unsteady, settings, clock, search, sleep });
    const run = parseRun(input, clock.now().toISOString());
    try {
      return await extractPosts({ run }, { store: unsteady, source, clock, progress: () => {} });
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof SourceUnavailable)) throw error;
      pass(2_000 + random.integer(30_000));
      return null;
    }
  }

  return {
    x,
    store,
    now,
    pass,
    crashes: () => crashes,
    losses: () => losses,
    forgotten: () => forgotten,
    invocations: () => invocations,
    async run(input = {}) {
      const scheduledTime = new Date(time + (options.ahead ?? 0)).toISOString();
      for (let turn = 0; turn < 5_000; turn++) {
        const answer = await invoke({ scheduledTime, ...input });
        if (answer?.done === true) return answer;
        if (answer?.resumeAt != null)
          time = Math.max(time, Date.parse(answer.resumeAt) - (options.ahead ?? 0));
        else pass(500);
      }
      throw new Error("The run does not come to its end.");
    },
  };
}

function stationsFile(stations: readonly Station[]): Uint8Array {
  const rows = stations.map((one) => `${one.latitude},${one.longitude},"${one.name}",${one.zone}`);
  return new Uint8Array(Buffer.from(["Latitude,Longitude,Station,Zone", ...rows].join("\n")));
}
