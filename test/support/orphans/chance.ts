import type { Random } from "../../../data/synthetic/random.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What every part of the simulation shares. */
export interface World {
  readonly time: VirtualTime;
  readonly random: Random;
}

/** So many seconds at least, and at most. */
export const between = ({ random }: World, least: number, most: number): number =>
  least + random.next() * (most - least);

export const never = <T>(): Promise<T> => new Promise(() => {});

export const named = (name: string, message = "As the simulation wanted"): Error =>
  Object.assign(new Error(message), { name });

/** How often, of a hundred requests, each fault strikes. */
export interface Faults {
  /** Refused before anything is done, by the error of this name. */
  readonly refused: readonly [share: number, error: string][];
  /** Done, and answered by the error of this name all the same. */
  readonly done: readonly [share: number, error: string][];
  /** Done, and never answered. */
  readonly unanswered: number;
  /** Done late, after up to so many seconds, whoever asked having gone or not. */
  readonly slowSeconds: number;
}

/** Makes a request of which each fault may be the fate. */
export async function request<T>(world: World, faults: Faults, accept: () => T | Promise<T>): Promise<T> {
  const fate = world.random.next() * 100;
  let share = 0;
  const strikes = (one: number): boolean => {
    share += one;
    return fate < share;
  };
  await world.time.sleep(between(world, 0.2, world.random.chance(0.2) ? faults.slowSeconds : 3));
  for (const [one, error] of faults.refused) if (strikes(one)) throw named(error);
  const answer = await accept();
  await world.time.sleep(between(world, 0.2, 2));
  for (const [one, error] of faults.done) if (strikes(one)) throw named(error);
  if (strikes(faults.unanswered)) return never();
  return answer;
}
