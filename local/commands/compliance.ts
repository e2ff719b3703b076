import { z } from "zod";
import { xComplianceJobs } from "../../functions/adapters/posts/x-compliance/jobs.ts";
import { PipelineError } from "../../functions/errors.ts";
import { readCause } from "../../functions/runs/record-failure.ts";
import { complianceProgress } from "../compliance/progress.ts";
import { localComplianceMachine } from "../compliance/tasks.ts";
import { runCompliance } from "../compliance.ts";
import { taskPath } from "../engine/task-path.ts";
import { readToken } from "../neighbourhood/x-source.ts";
import { number } from "../terminal/format.ts";
import { count, HomeOption, JsonOption, parseOptions } from "../terminal/options.ts";
import { progressView } from "../terminal/progress.ts";

const Options = z.object({
  check: z.string().min(1, "must be the id of a check").optional(),
  minPosts: count,
  home: HomeOption,
  json: JsonOption,
});

const Report = z.union([
  z.object({
    checkId: z.string(),
    status: z.literal("succeeded"),
    asked: z.number(),
    removed: z.number(),
    runs: z.number(),
  }),
  z.object({ status: z.literal("already-running") }),
]);

/** Asks X which stored posts must go and removes them: progress on stderr, what it came to on stdout. */
export async function compliance(given: unknown): Promise<void> {
  const options = parseOptions(Options, given);
  const { token, baseUrl } = readToken(process.env);
  const view = progressView(process.stderr, taskPath(localComplianceMachine()), complianceProgress, Date.now);
  view.begin("Posts that X no longer shows");
  const outcome = await runCompliance({
    home: options.home,
    ...(options.check === undefined ? {} : { checkId: options.check }),
    compliance: xComplianceJobs({ bearerToken: async () => token, baseUrl, now: () => new Date() }),
    minimumPosts: options.minPosts,
    onEvent: view.onEvent,
  }).finally(view.end);
  if (outcome.status !== "SUCCEEDED") {
    const why =
      outcome.status === "FAILED" ? `${outcome.error}: ${readCause(outcome.cause)}` : outcome.status;
    throw new PipelineError(`The check failed with ${why}`, {
      hint: "Start it again: what is found is written down, and is finished by the next check.",
    });
  }
  const report = Report.parse(outcome.output);
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describe(report));
}

function describe(report: z.infer<typeof Report>): string {
  if (report.status === "already-running")
    return "A run is active: start the check again when it has ended.\n";
  const { checkId, asked, removed, runs } = report;
  return `Check ${checkId}: X was asked about ${number(asked)} posts, ${number(removed)} are gone, ${number(runs)} runs were made anew.\n`;
}
