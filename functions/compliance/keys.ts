import { partName } from "../runs/manifest.ts";

/** Where a check for deleted posts stores its lists, its answers and its report: every key derives from the check's id. */

/** How a check for deleted posts ended. */
export const checkReportKey = (checkId: string): string => `compliance/checks/${checkId}.json`;
/** What a check hands from state to state; gone at its end. */
export const ALL_CHECKS = "compliance/check=";
export const checkPrefix = (checkId: string): string => `${ALL_CHECKS}${checkId}/`;
export const storedPostsPrefix = (checkId: string): string => `${checkPrefix(checkId)}runs/`;
export const storedPostsKey = (checkId: string, runId: string): string =>
  `${storedPostsPrefix(checkId)}${runId}.json.gz`;
/** The ids that one job of X is asked about, one a line, and what it answered. */
export const questionKey = (checkId: string, chunk: number): string =>
  `${checkPrefix(checkId)}ids-${partName(chunk)}.txt`;
export const answerKey = (checkId: string, chunk: number): string =>
  `${checkPrefix(checkId)}answer-${partName(chunk)}.json`;
