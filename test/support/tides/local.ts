import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PipelineError } from "../../../functions/errors.ts";
import { prepareDatabase } from "../../../functions/runs/prepare-database.ts";
import { readCause, recordFailure } from "../../../functions/runs/record-failure.ts";
import { lambdaTask, type TaskHandler } from "../../../local/engine/tasks.ts";
import type { LocalPipeline, PipelineParts, PipelineRun } from "../../../local/pipeline.ts";
import { functionArns, SHARED_FUNCTIONS } from "../../../state-machines/functions.ts";
import { closeTides, measureTides } from "./handlers.ts";
import { TIDES_FUNCTIONS, TIDES_INPUT, type TidesTask, tidesStateMachine } from "./state-machine.ts";

/** What the pipeline is on the laptop: a value for local/pipelines.ts. */
export const tides: LocalPipeline = {
  name: "tides",
  definition: tidesStateMachine({
    functions: functionArns([...TIDES_FUNCTIONS, ...SHARED_FUNCTIONS], (name) => name),
    failureTopic: "failures",
  }),
  contract: TIDES_INPUT,
  progress: { countsOf: () => "", waitNote: () => "waiting" },
  open: async () => tidesRun({}),
  refusal: () => null,
};

const tasksOf = (parts: PipelineParts): Record<TidesTask, TaskHandler> => ({
  PrepareDatabase: lambdaTask((event) => prepareDatabase(event, parts)),
  MeasureTides: lambdaTask((event) => measureTides(event, parts)),
  CloseRun: lambdaTask((event) => closeTides(event, parts)),
  RecordFailure: lambdaTask((event) => recordFailure(event, parts)),
  Notify: async () => ({ MessageId: "local" }),
});

export const tidesRun = (input: PipelineRun["input"]): PipelineRun => ({
  pipeline: tides,
  title: (runId) => `Run ${runId} of the tides`,
  input,
  tasks: (_, parts) => tasksOf(parts),
  async report({ runId, outcome }) {
    const report = { runId, status: outcome.status === "SUCCEEDED" ? "succeeded" : "failed" };
    if (outcome.status !== "FAILED") return { report, text: `${report.status}\n` };
    return { report, text: "", error: new PipelineError(readCause(outcome.cause)) };
  },
});

/** The migrations of the project with the pipeline's own among them, in a folder that the caller removes. */
export async function tidesMigrations(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "citypulse-tides-"));
  await cp(fileURLToPath(new URL("../../../functions/migrations", import.meta.url)), folder, {
    recursive: true,
  });
  await cp(fileURLToPath(new URL("900_tides.sql", import.meta.url)), join(folder, "900_tides.sql"));
  return folder;
}
