import { clearTemporary } from "../../functions/adapters/store/folder-store.ts";
import { closeCheck } from "../../functions/compliance/close-check.ts";
import { checkJob, submitJob } from "../../functions/compliance/job.ts";
import { listPosts } from "../../functions/compliance/list-posts.ts";
import type { ComplianceJobs } from "../../functions/compliance/ports.ts";
import { prepareRemoval } from "../../functions/compliance/prepare-removal.ts";
import { purgeVersions } from "../../functions/compliance/purge-versions.ts";
import { rebuildRuns } from "../../functions/compliance/rebuild-runs.ts";
import { recordCheckFailure } from "../../functions/compliance/record-check-failure.ts";
import { removePosts } from "../../functions/compliance/remove-posts.ts";
import { vacuumDatabase } from "../../functions/compliance/vacuum-database.ts";
import type { ObjectVersions } from "../../functions/ports.ts";
import { prepareDatabase } from "../../functions/runs/prepare-database.ts";
import { COMPLIANCE_FUNCTIONS } from "../../state-machines/compliance/resources.ts";
import { type ComplianceTask, complianceStateMachine } from "../../state-machines/compliance.ts";
import { functionArns } from "../../state-machines/functions.ts";
import { lambdaTask, type TaskHandler } from "../engine/tasks.ts";
import type { PipelineParts } from "../pipeline.ts";

/** What a check is asked for with. */
export interface ComplianceOptions {
  /** Finishes a check that was interrupted; a new one if omitted. */
  readonly checkId?: string;
  readonly compliance: ComplianceJobs;
  readonly minPosts: number;
  /** The most ids that X is asked about at a time; tests make it smaller. */
  readonly idsInJob?: number | undefined;
}

type ComplianceParts = PipelineParts & ComplianceOptions;

/** The handler of each Task on the laptop: the functions that AWS runs, and a fake of SNS. */
export const complianceTasks = (parts: ComplianceParts): Record<ComplianceTask, TaskHandler> => ({
  PrepareDatabase: lambdaTask((event) => prepareDatabase(event, parts)),
  ListPosts: lambdaTask((event) => listPosts(event, parts)),
  SubmitJob: lambdaTask((event) => submitJob(event, parts)),
  CheckJob: lambdaTask((event) => checkJob(event, parts)),
  PrepareRemoval: lambdaTask((event) => prepareRemoval(event, parts)),
  RemovePosts: lambdaTask((event) => removePosts(event, parts)),
  RebuildRuns: lambdaTask((event) => rebuildRuns(event, parts)),
  PurgeVersions: lambdaTask((event) => purgeVersions(event, { ...parts, versions: leftovers(parts) })),
  VacuumDatabase: lambdaTask((event) => vacuumDatabase(event, parts)),
  CloseCheck: lambdaTask((event) => closeCheck(event, parts)),
  RecordFailure: lambdaTask((event) => recordCheckFailure(event, parts)),
  // The person who would get the e-mail reads how the check ended.
  Notify: async () => ({ MessageId: "local" }),
});

/** The machine that is deployed, with names in the place of ARNs: on the laptop nothing is called by them. */
export const localComplianceMachine = () =>
  complianceStateMachine({
    functions: functionArns([...COMPLIANCE_FUNCTIONS, "prepareDatabase"], (name) => name),
    failureTopic: "failures",
  });

/** A folder has no versions, but files that killed processes were writing. */
const leftovers = ({ home, clock }: PipelineParts): ObjectVersions => ({
  async purge() {
    await clearTemporary(home.store, clock.now());
    return true;
  },
});
