import { expect, test } from "vitest";
import { walkStates } from "../../../../infra/settings/cost/walk-states.ts";
import { execute, extract, machine } from "../../../state-machines/execute.ts";

/** Without what may happen when nothing fails. */
const lambda = { ChooseEngine: ["Analyse"] };

const counted = (states: readonly string[]): Map<string, number> =>
  states.reduce(
    (counts, state) => counts.set(state, (counts.get(state) ?? 0) + 1),
    new Map<string, number>(),
  );

test("the states that are walked are those of an execution, on both engines", async () => {
  const { states } = await execute({}, {});
  expect(walkStates(machine, lambda)).toEqual(counted(states));
  const onCluster = await execute({ ExtractPosts: [{ ...extract, records: 10 ** 9 }] }, {});
  expect(walkStates(machine, { ChooseEngine: ["PlanCluster"] })).toEqual(counted(onCluster.states));
});

test("slices are walked as often as an execution makes them", async () => {
  const part = { cursor: { step: 1, of: "x" }, done: false, counts: null };
  const whole = { cursor: null, done: true, counts: null };
  const { states } = await execute({ Analyse: [part, part, whole] }, {});
  expect(walkStates(machine, { ...lambda, AnalyseMore: ["Analyse", "Analyse"] })).toEqual(counted(states));
});

test("a way that the definition does not have is refused", () => {
  expect(() => walkStates(machine, { ChooseEngine: ["Publish"] })).toThrow(
    "The state ChooseEngine does not lead to Publish.",
  );
  expect(() => walkStates({ ...machine, StartAt: "Begin" }, {})).toThrow("no state Begin");
});
