import { MINIMUM_N } from "../../analysis/statistics/sums.ts";
import type { PipelineCommand } from "../pipeline.ts";
import { complianceStart } from "./start.ts";

/** `citypulse compliance`, which is `citypulse run compliance` as well. */
export const complianceCommand: PipelineCommand = {
  name: "compliance",
  description: "ask X which of the stored posts must go, and remove them wherever they are",
  help: `
Whoever keeps posts of X must follow their deletions within a day. X is told the ids of all stored posts, and takes
some minutes for its answer; X_BEARER_TOKEN holds the app's token. A stack in AWS does this by itself, every day.

Examples:
  citypulse compliance
  citypulse compliance --check 20261118T180000Z   once more, after it failed`,
  declareOptions(command) {
    command
      .option("--check <id>", "a check that failed, to finish it (default: a new one)")
      .option("--min-posts <n>", "a station with fewer posts shows their number only", String(MINIMUM_N));
  },
  load: async () => (await import("./pipeline.ts")).compliance,
  start: complianceStart,
  executions: async () => (await import("./executions.ts")).complianceExecutions,
};
