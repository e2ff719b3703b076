import { z } from "zod";
import type { StackPipeline } from "../../../infra/pipelines.ts";
import { priced, rowsOf, smallFunctionRows } from "../../../infra/settings/cost/cost-row.ts";
import { TIDES_FUNCTIONS } from "./state-machine.ts";

/** The keys under `citypulse:tides` of a stack's file. */
const Settings = z.strictObject({ enabled: z.boolean().default(true) });

const RUNS_PER_MONTH = 365 / 12;

/** What the pipeline is in a stack: a value for infra/pipelines.ts. */
export const tidesInStack: StackPipeline = {
  name: "tides",
  functions: TIDES_FUNCTIONS,
  folder: "test/support/tides/lambda",
  usesClusters: false,
  settings: Settings,
  isEnabled: ({ sections }) => Settings.parse(sections.tides).enabled,
  cost: () =>
    smallFunctionRows(rowsOf("tides", "run"), { invocations: 3, traces: 1 }).map((row) =>
      priced(row, RUNS_PER_MONTH),
    ),
  async load() {
    const { Tides } = await import("./component.ts");
    return (platform, options) => new Tides(platform, options).pipeline;
  },
};
