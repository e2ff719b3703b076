import type { Random } from "../../../data/synthetic/random.ts";
import type { ConditionalStore } from "../../../functions/ports.ts";
import type { Fate } from "./fake-x.ts";

/** How often things go wrong, of a thousand requests or writes. */
export interface Troubles {
  readonly unavailable: number;
  readonly cut: number;
  readonly lost: number;
  readonly lateLimit: number;
  readonly staleToken: number;
  /** The process ends in the middle of a write, before or after it. */
  readonly crash: number;
}

export const NO_TROUBLES: Troubles = {
  unavailable: 0,
  cut: 0,
  lost: 0,
  lateLimit: 0,
  staleToken: 0,
  crash: 0,
};

/** What a process that ended looks like from the inside. */
export class Crash extends Error {}

/** What becomes of a request, as chance decides. */
export function fateOf(random: Random, troubles: Troubles): Fate {
  const { unavailable, cut, lost, lateLimit, staleToken } = troubles;
  const shares = [unavailable, cut, lost, lateLimit, staleToken];
  const rest = 1000 - shares.reduce((sum, share) => sum + share, 0);
  return FATES[random.weighted([...shares, rest])] ?? "answer";
}

const FATES = ["unavailable", "cut", "lost", "late-limit", "stale-token"] as const;

/** Ends the process before or after a write, where `decide` says so. */
export function crashing(store: ConditionalStore, decide: () => "before" | "after" | null): ConditionalStore {
  const around = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const when = decide();
    if (when === "before") throw new Crash();
    const result = await work();
    if (when === "after") throw new Crash();
    return result;
  };
  return {
    read: store.read,
    readTagged: store.readTagged,
    list: store.list,
    write: (key, body) => around(() => store.write(key, body)),
    writeIf: (key, body, etag) => around(() => store.writeIf(key, body, etag)),
    remove: (keys) => around(() => store.remove(keys)),
  };
}
