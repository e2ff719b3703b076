/** The name of the compliance check's state machine, after the stack's. */
export const COMPLIANCE = "compliance";

/** Where each function of the compliance check begins, by the end of its name in AWS. */
export const COMPLIANCE_ENTRIES = {
  "compliance-list-posts": "functions/lambda/compliance/list-posts.ts",
  "compliance-submit-job": "functions/lambda/compliance/submit-job.ts",
  "compliance-check-job": "functions/lambda/compliance/check-job.ts",
  "compliance-prepare-removal": "functions/lambda/compliance/prepare-removal.ts",
  "compliance-remove-posts": "functions/lambda/compliance/remove-posts.ts",
  "compliance-rebuild-runs": "functions/lambda/compliance/rebuild-runs.ts",
  "compliance-purge-versions": "functions/lambda/compliance/purge-versions.ts",
  "compliance-vacuum-database": "functions/lambda/compliance/vacuum-database.ts",
  "compliance-close-check": "functions/lambda/compliance/close-check.ts",
  "compliance-record-check-failure": "functions/lambda/compliance/record-check-failure.ts",
} as const;
export type ComplianceFunctionName = keyof typeof COMPLIANCE_ENTRIES;

/** The types of the modules alone: loading them would load what they bring along. */
export interface Modules {
  "compliance-list-posts": typeof import("../../functions/lambda/compliance/list-posts.ts");
  "compliance-submit-job": typeof import("../../functions/lambda/compliance/submit-job.ts");
  "compliance-check-job": typeof import("../../functions/lambda/compliance/check-job.ts");
  "compliance-prepare-removal": typeof import("../../functions/lambda/compliance/prepare-removal.ts");
  "compliance-remove-posts": typeof import("../../functions/lambda/compliance/remove-posts.ts");
  "compliance-rebuild-runs": typeof import("../../functions/lambda/compliance/rebuild-runs.ts");
  "compliance-purge-versions": typeof import("../../functions/lambda/compliance/purge-versions.ts");
  "compliance-vacuum-database": typeof import("../../functions/lambda/compliance/vacuum-database.ts");
  "compliance-close-check": typeof import("../../functions/lambda/compliance/close-check.ts");
  "compliance-record-check-failure": typeof import("../../functions/lambda/compliance/record-check-failure.ts");
}
