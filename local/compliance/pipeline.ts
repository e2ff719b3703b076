import { z } from "zod";
import { xComplianceJobs } from "../../functions/adapters/posts/x-compliance/jobs.ts";
import { PipelineError } from "../../functions/errors.ts";
import type { Database } from "../../functions/ports.ts";
import { readCause } from "../../functions/runs/record-failure.ts";
import { COMPLIANCE_INPUT } from "../../state-machines/compliance/input.ts";
import { readToken } from "../neighbourhood/x-search.ts";
import type { LocalPipeline, PipelineRun, RunEnd, RunResult } from "../pipeline.ts";
import { number, plural } from "../terminal/format.ts";
import { count, parseOptions } from "../terminal/options.ts";
import { complianceProgress } from "./progress.ts";
import { type ComplianceOptions, complianceTasks, localComplianceMachine } from "./tasks.ts";

const Options = z.object({
  check: z.string().min(1, "must be the id of a check").optional(),
  minPosts: count,
});

/** What `--json` prints of a check that did not fail. */
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
type Report = z.infer<typeof Report>;

/**
 * Asks X which stored posts must be removed, and removes them from the home's objects and its database. The next check
 * finishes what one check does not.
 */
export const compliance: LocalPipeline = {
  name: "compliance",
  definition: localComplianceMachine(),
  contract: COMPLIANCE_INPUT,
  progress: complianceProgress,
  server: {
    // A server that this process starts removes log files that it no longer needs, instead of keeping them, with their
    // content, for later use.
    settings: { wal_recycle: "off" },
    lockTimeout: 60_000,
  },
  // While posts are removed, the neighbourhood must not run.
  leases: ["compliance", "neighbourhood"],
  async open(given) {
    const options = parseOptions(Options, given);
    const { token, baseUrl } = readToken(process.env);
    return complianceRun({
      ...(options.check === undefined ? {} : { checkId: options.check }),
      compliance: xComplianceJobs({ bearerToken: async () => token, baseUrl, now: () => new Date() }),
      minPosts: options.minPosts,
    });
  },
  refusal: () => null,
};

/** A check for posts that X no longer shows, on the laptop. */
export const complianceRun = (options: ComplianceOptions): PipelineRun<Report | null> => ({
  pipeline: compliance,
  title: () => "Posts that X no longer shows",
  input: options.checkId === undefined ? {} : { checkId: options.checkId },
  tasks: (_, parts) => complianceTasks({ ...options, ...parts }),
  afterSuccess: forgetChanges,
  report: async (end) => reportCheck(end),
});

/** After a checkpoint the server no longer needs the log before it. */
async function forgetChanges(database: Database): Promise<void> {
  await database.query("select pg_switch_wal()");
  await database.query("checkpoint");
}

function reportCheck({ outcome }: RunEnd): RunResult<Report | null> {
  if (outcome.status === "SUCCEEDED") {
    const report = Report.parse(outcome.output);
    return { report, text: describe(report) };
  }
  const why = outcome.status === "FAILED" ? `${outcome.error}: ${readCause(outcome.cause)}` : outcome.status;
  const error = new PipelineError(`The check failed with ${why}`, {
    hint: "Start it again: the next check finishes what this one has found.",
  });
  return { report: null, text: "", error };
}

function describe(report: Report): string {
  if (report.status === "already-running")
    return "A run is active: start the check again when it has ended.\n";
  const { checkId, asked, removed, runs } = report;
  return `Check ${checkId}: X was asked about ${plural(asked, "post")}; ${number(removed)} removed, ${plural(runs, "run")} made again.\n`;
}
