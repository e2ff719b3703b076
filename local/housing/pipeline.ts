import { readFile } from "node:fs/promises";
import { z } from "zod";
import { closeHousingRun } from "../../functions/housing/close-run.ts";
import { fetchFiles } from "../../functions/housing/fetch-files.ts";
import { loadSales } from "../../functions/housing/load-sales.ts";
import { placeSales } from "../../functions/housing/place-sales.ts";
import { publish } from "../../functions/housing/publish.ts";
import { STATIONS_KEY } from "../../functions/posts/keys.ts";
import { readInput } from "../../functions/runs/input.ts";
import { prepareDatabase } from "../../functions/runs/prepare-database.ts";
import { recordFailure } from "../../functions/runs/record-failure.ts";
import { functionArns, SHARED_FUNCTIONS } from "../../state-machines/functions.ts";
import { HOUSING_INPUT } from "../../state-machines/housing/input.ts";
import { HOUSING_FUNCTIONS } from "../../state-machines/housing/resources.ts";
import { type HousingTask, housingStateMachine } from "../../state-machines/housing.ts";
import { BUNDLED_STATIONS } from "../bundled.ts";
import { lambdaTask, type TaskHandler } from "../engine/tasks.ts";
import type { LocalPipeline, PipelineParts, PipelineRun } from "../pipeline.ts";
import { readMoods } from "../published.ts";
import { errorOf, failureOf } from "../run-report.ts";
import { personsFolder } from "../terminal/invocation.ts";
import { type HousingOptions, openHousing } from "./open-run.ts";
import { housingProgress } from "./progress.ts";
import { type HousingReport, NO_HOUSING_RUN, reportHousing } from "./report.ts";
import { summariseHousing } from "./summary.ts";

/** What homes cost around each station: see state-machines/housing.ts. */
export const housing: LocalPipeline = {
  name: "housing",
  definition: housingStateMachine({
    functions: functionArns([...HOUSING_FUNCTIONS, ...SHARED_FUNCTIONS], (name) => name),
    failureTopic: "failures",
  }),
  contract: HOUSING_INPUT,
  progress: housingProgress,
  open: async (options, home) => housingRun(await openHousing(options, home)),
  refusal(options, { name, message }) {
    const { run = readInput(HOUSING_INPUT, {}, new Date().toISOString()).runId } = Named.parse(options);
    return { runId: run, status: "failed", ...NO_HOUSING_RUN, elapsedMs: 0, error: { name, message } };
  },
};

/** What is known of a call before its options are understood. */
const Named = z.object({ run: z.string().optional() });

/** A run of housing on the laptop. */
export function housingRun(asked: HousingOptions): PipelineRun<HousingReport> {
  return {
    pipeline: housing,
    input: { ...asked.input },
    title: (id) => `Run ${id} of ${asked.files}`,
    tasks: (_, parts) => housingTasks({ ...asked, ...parts }),
    async report(end) {
      const report = await reportHousing(end);
      if (end.outcome.status !== "SUCCEEDED")
        return { report, text: "", error: failureOf(end.runId, errorOf(end.outcome)) };
      const place = { folder: personsFolder(), home: end.home };
      const moods = end.store === undefined ? new Map() : await readMoods(end.store);
      return { report, text: summariseHousing(report, place, asked.files, moods) };
    },
  };
}

/** The handler of each Task on the laptop: the functions that AWS runs, and a fake of SNS. */
function housingTasks(parts: PipelineParts & HousingOptions): Record<HousingTask, TaskHandler> {
  return {
    PrepareDatabase: lambdaTask(async (event) => {
      const run = await prepareDatabase(event, parts);
      // `pulumi up` puts this file into the bucket. A home has it from its first run, of whichever pipeline.
      if ((await parts.store.read(STATIONS_KEY)) === undefined)
        await parts.store.write(STATIONS_KEY, await readFile(BUNDLED_STATIONS));
      return run;
    }),
    FetchFiles: lambdaTask((event) => fetchFiles(event, parts)),
    PlaceSales: lambdaTask((event) => placeSales(event, parts)),
    LoadSales: lambdaTask((event) => loadSales(event, parts)),
    Publish: lambdaTask((event) => publish(event, parts)),
    CloseRun: lambdaTask((event) => closeHousingRun(event, parts)),
    RecordFailure: lambdaTask((event) => recordFailure(event, parts)),
    // The person who would get the e-mail sits in front of the command line, which tells them itself.
    Notify: async () => ({ MessageId: "local" }),
  };
}
