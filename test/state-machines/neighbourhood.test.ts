import { expect, test } from "vitest";
import { neighbourhoodStateMachine } from "../../state-machines/neighbourhood.ts";
import { exampleResources } from "./resources.ts";

const machine = neighbourhoodStateMachine(exampleResources);

test("an execution ends after a day unless the stack says otherwise", () => {
  expect(machine.TimeoutSeconds).toBe(86_400);
  expect(
    neighbourhoodStateMachine({ ...exampleResources, executionTimeoutSeconds: 7200 }).TimeoutSeconds,
  ).toBe(7200);
});
