import validate from "asl-validator";
import { describe, expect, test } from "vitest";
import type { StateMachine } from "../../state-machines/asl.ts";
import { neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { goldenText } from "../golden.ts";
import { complianceMachine } from "./execute-compliance.ts";
import { housingMachine } from "./execute-housing.ts";
import { isEnd, reachable, type States } from "./graph.ts";
import { exampleResources } from "./resources.ts";

/** Every pipeline's machine has its row here. */
const MACHINES: readonly (readonly [string, StateMachine])[] = [
  ["neighbourhood", neighbourhoodStateMachine(exampleResources)],
  ["housing", housingMachine],
  ["compliance", complianceMachine],
];

describe.each(MACHINES)("the definition of %s", (name, machine) => {
  test("is the one that was reviewed", () => {
    const text = `${JSON.stringify(machine, null, 2)}\n`;
    expect(text).toBe(goldenText(`${name}.asl.json`, text));
  });

  test("is valid Amazon States Language", () => {
    const { isValid, errorsText } = validate(structuredClone(machine));
    expect(isValid, errorsText()).toBe(true);
  });

  test("has no state that is not reached, and none that has no way to an end", () => {
    const states: States = machine.States;
    expect([...reachable(states, machine.StartAt)].sort()).toEqual(Object.keys(states).sort());
    for (const state of Object.keys(states))
      expect([...reachable(states, state)].some((end) => isEnd(states[end]))).toBe(true);
  });
});
