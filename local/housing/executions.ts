import { z } from "zod";
import { MEMORY_MB } from "../../functions/housing/constants.ts";
import { SaleCounts } from "../../functions/housing/placed-manifest.ts";
import { SMALL_FUNCTION_MB } from "../../infra/settings/function-memory.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { housingProgress } from "./progress.ts";
import { housingStart } from "./start.ts";
import { salesLine } from "./summary.ts";

const Output = z.object({ sales: SaleCounts });

/** The executions of the housing pipeline in AWS. */
export const housingExecutions: PipelineExecutions = {
  name: "housing",
  ...housingStart,
  progress: housingProgress,
  memoryOf: (state) => new Map<string, number>(Object.entries(MEMORY_MB)).get(state) ?? SMALL_FUNCTION_MB,
  tellOutput(output) {
    const sales = Output.safeParse(output).data?.sales;
    return sales === undefined ? [] : [`Sales      ${salesLine(sales)}`];
  },
};
