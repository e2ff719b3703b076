import { COMPLIANCE_INPUT } from "../../state-machines/compliance/input.ts";
import type { PipelineStart } from "../aws/pipeline-executions.ts";

/** How a compliance check is started in AWS, besides the daily one. */
export const complianceStart: PipelineStart = {
  name: "compliance",
  contract: COMPLIANCE_INPUT,
  idOption: {
    flags: "--check <id>",
    description: "a check that failed, to finish it (default: a new check)",
  },
  fieldOptions: {},
};
