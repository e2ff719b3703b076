import { DEFAULTS } from "../../functions/neighbourhood/defaults.ts";
import type { PipelineCommand } from "../pipeline.ts";
import { complianceStart } from "./start.ts";

/** `citypulse compliance`, which is `citypulse run compliance` as well. */
export const complianceCommand: PipelineCommand = {
  name: "compliance",
  description: "ask X which stored posts must be removed, and remove them everywhere",
  help: `
If you store posts of X, you must follow deletions within a day. This command
sends the ids of all stored posts to X, which takes some minutes to answer.
X_BEARER_TOKEN must hold the app's token. A stack in AWS does this every day.

Examples:
  citypulse compliance
  citypulse compliance --check 20261118T180000Z   again, after it failed`,
  declareOptions(command) {
    command
      .option(complianceStart.idOption.flags, complianceStart.idOption.description)
      .option(
        "--min-posts <n>",
        "a station with fewer posts shows only their number",
        String(DEFAULTS.minPosts),
      );
  },
  load: async () => (await import("./pipeline.ts")).compliance,
  start: complianceStart,
  executions: async () => (await import("./executions.ts")).complianceExecutions,
};
