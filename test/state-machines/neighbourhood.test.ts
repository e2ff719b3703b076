import validate from "asl-validator";
import { expect, test } from "vitest";
import { neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { goldenText } from "../golden.ts";
import { exampleResources } from "./resources.ts";

const machine = neighbourhoodStateMachine(exampleResources);

test("the definition is the one that was reviewed", () => {
  const text = `${JSON.stringify(machine, null, 2)}\n`;
  expect(text).toBe(goldenText("neighbourhood.asl.json", text));
});

test("the definition is valid Amazon States Language", () => {
  const { isValid, errorsText } = validate(structuredClone(machine));
  expect(isValid, errorsText()).toBe(true);
});

test("an execution ends after a day unless the stack says otherwise", () => {
  expect(machine.TimeoutSeconds).toBe(86_400);
  expect(
    neighbourhoodStateMachine({ ...exampleResources, executionTimeoutSeconds: 7200 }).TimeoutSeconds,
  ).toBe(7200);
});
