import { HOUSING_INPUT } from "../../state-machines/housing/input.ts";
import type { PipelineStart } from "../pipeline.ts";

/** How a run of housing is started in AWS, besides the monthly one. */
export const housingStart: PipelineStart = {
  contract: HOUSING_INPUT,
  idOption: {
    flags: "--run <id>",
    description: "the run's id or its scheduled time; the same id again repairs or repeats a run",
  },
  fieldOptions: {},
};
