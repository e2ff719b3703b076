import type { State } from "../../state-machines/asl.ts";

export type States = { readonly [name: string]: State };

/** Where a state goes on when nothing fails. */
export function successors(state: State): string[] {
  if (state.Type === "Choice") return [...state.Choices.map((choice) => choice.Next), state.Default];
  return "Next" in state ? [state.Next] : [];
}

/** Where a state goes on when it fails. */
export const catchers = (state: State): string[] =>
  state.Type === "Task" ? state.Catch.map((catcher) => catcher.Next) : [];

/** All states on any way from `start`, itself included, that does not pass through one of `without`. */
export function reachable(
  states: States,
  start: string,
  {
    without = [],
    edges = (state) => [...successors(state), ...catchers(state)],
  }: {
    without?: readonly string[];
    edges?: (state: State) => string[];
  } = {},
): Set<string> {
  const seen = new Set<string>();
  const pending = [start];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name) || without.includes(name)) continue;
    const state = states[name];
    if (state === undefined) throw new Error(`There is no state ${name}`);
    seen.add(name);
    pending.push(...edges(state));
  }
  return seen;
}

export const isEnd = (state: State | undefined): boolean =>
  state !== undefined && (state.Type === "Fail" || "End" in state);
