import type { State, StateMachine } from "../../../state-machines/asl.ts";

/**
 * How often an execution enters each state, from the first one to the end, when nothing fails. `ways` says where a Choice
 * goes, one visit after the other; then, and where it is not named, it takes its Default. Throws a RangeError where the
 * definition has no such state or no such way.
 */
export function walkStates(
  machine: StateMachine,
  ways: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, number> {
  const visits = new Map<string, number>();
  let name: string | undefined = machine.StartAt;
  while (name !== undefined) {
    const state: State | undefined = machine.States[name];
    if (state === undefined) throw new RangeError(`The state machine has no state ${name}.`);
    const before: number = visits.get(name) ?? 0;
    visits.set(name, before + 1);
    name = state.Type === "Choice" ? wayOf(name, state, ways[name]?.[before]) : nextOf(state);
  }
  return visits;
}

const nextOf = (state: State): string | undefined => ("Next" in state ? state.Next : undefined);

function wayOf(name: string, choice: Extract<State, { Type: "Choice" }>, way: string | undefined): string {
  if (way === undefined) return choice.Default;
  if (way !== choice.Default && !choice.Choices.some(({ Next }) => Next === way))
    throw new RangeError(`The state ${name} does not lead to ${way}.`);
  return way;
}

/** How many states a run enters, and how many of them call a function. */
export function countWork(
  machine: StateMachine,
  ways: Readonly<Record<string, readonly string[]>>,
): { readonly states: number; readonly functions: number } {
  let states = 0;
  let functions = 0;
  for (const [name, times] of walkStates(machine, ways)) {
    states += times;
    if (machine.States[name]?.Type === "Task") functions += times;
  }
  return { states, functions };
}
