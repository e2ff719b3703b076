import { z } from "zod";
import { findStoredPages } from "../../functions/neighbourhood/extract-posts.ts";
import { analysisManifestKey } from "../../functions/neighbourhood/keys.ts";
import { parseRun } from "../../functions/neighbourhood/run.ts";
import { NEIGHBOURHOOD_INPUT } from "../../state-machines/neighbourhood/input.ts";
import type { LocalPipeline, PipelineRun } from "../pipeline.ts";
import { errorOf, failureOf } from "../run-report.ts";
import { personsFolder } from "../terminal/invocation.ts";
import { openRun } from "./open-run.ts";
import { neighbourhoodProgress } from "./progress.ts";
import { NO_RUN, type RunReport, reportRun } from "./report.ts";
import { summarise } from "./summary.ts";
import { localStateMachine, type NeighbourhoodOptions, neighbourhoodTasks, placeArtifacts } from "./tasks.ts";

/** What people say around each station, in which mood: see state-machines/neighbourhood.ts. */
export const neighbourhood: LocalPipeline = {
  name: "neighbourhood",
  definition: localStateMachine(),
  contract: NEIGHBOURHOOD_INPUT,
  progress: neighbourhoodProgress,
  open: async (options, home) => neighbourhoodRun(await openRun(options, home)),
  refusal(options, { name, message }) {
    const { run = parseRun({}, new Date().toISOString()).runId } = Named.parse(options);
    return { runId: run, status: "failed", ...NO_RUN, elapsedMs: 0, error: { name, message } };
  },
};

/** What is known of a call before its options are understood. */
const Named = z.object({ run: z.string().optional() });

/** A run of the neighbourhood on the laptop. */
export function neighbourhoodRun(asked: NeighbourhoodOptions): PipelineRun<RunReport> {
  const { input, source } = asked;
  const isOnCluster = input.engine === "emr";
  // It can read every byte of the posts, so it begins now. The run awaits it later, and fails if it has failed.
  source.fingerprint().catch(() => {});
  return {
    pipeline: neighbourhood,
    input: { ...input },
    title: (id) => `Run ${id} of ${asked.posts ?? source.name}`,
    ...(isOnCluster ? { turns: { ChooseEngine: "PlanCluster" }, placeArtifacts } : {}),
    async beforeStart(id, store) {
      // ExtractPosts asks again; here nothing needs to have started for it.
      await findStoredPages(store, parseRun({ ...input, runId: id }, new Date().toISOString()), source);
      if (asked.analyseAnew === true) await store.remove([analysisManifestKey(id)]);
    },
    tasks: (_, parts) => neighbourhoodTasks({ ...asked, ...parts }),
    async report(end) {
      const report = await reportRun(end);
      if (end.outcome.status !== "SUCCEEDED")
        return { report, text: "", error: failureOf(end.runId, errorOf(end.outcome)) };
      const place = { folder: personsFolder(), home: end.home };
      return { report, text: summarise(report, place, asked.posts ?? source.name) };
    },
  };
}
