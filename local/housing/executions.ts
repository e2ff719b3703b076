import { z } from "zod";
import { SaleCounts } from "../../functions/housing/placed-manifest.ts";
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
  tellOutput(output) {
    const sales = Output.safeParse(output).data?.sales;
    return sales === undefined ? [] : [`Sales      ${salesLine(sales)}`];
  },
};
