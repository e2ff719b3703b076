/** What an execution of the compliance check can be started with, besides its scheduled time. */
export const COMPLIANCE_INPUT = {
  /** A check that failed is finished by one with the same id. */
  id: "checkId",
  fields: {},
} as const;
