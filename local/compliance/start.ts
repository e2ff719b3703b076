import { COMPLIANCE_INPUT } from "../../state-machines/compliance/input.ts";
import type { PipelineStart } from "../pipeline.ts";

/** How a compliance check is started in AWS, besides the daily one. */
export const complianceStart: PipelineStart = {
  contract: COMPLIANCE_INPUT,
  idOption: {
    flags: "--check <id>",
    description: "a check that failed, to finish it (default: a new check)",
  },
  fieldOptions: {},
};
