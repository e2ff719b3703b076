import { z } from "zod";
import { parseCheck } from "../../functions/compliance/check.ts";
import { SMALL_FUNCTION_MB } from "../../infra/settings/function-memory.ts";
import type { PipelineExecutions } from "../aws/pipeline-executions.ts";
import { number, plural } from "../terminal/format.ts";
import { parseOptions } from "../terminal/options.ts";
import { complianceProgress } from "./progress.ts";

const Options = z.object({ check: z.string().min(1, "must be the id of a check").optional() });

const Output = z.object({ asked: z.number(), removed: z.number(), runs: z.number() });

/** The executions of the compliance check in AWS. */
export const complianceExecutions: PipelineExecutions = {
  name: "compliance",
  progress: complianceProgress,
  idOption: "check",
  inputOf(options) {
    const { check } = parseOptions(Options, options);
    return check === undefined ? {} : { checkId: check };
  },
  readRun(given, startTime) {
    const { checkId } = parseCheck(given, startTime);
    return { runId: checkId, engine: null, input: JSON.stringify({ checkId }) };
  },
  turnsOf: () => ({}),
  memoryOf: (state, { analysis }) => (state === "RebuildRuns" ? analysis.memoryMb : SMALL_FUNCTION_MB),
  tellOutput(output) {
    const report = Output.safeParse(output).data;
    if (report === undefined) return [];
    const { asked, removed, runs } = report;
    return [
      `Posts      X was asked about ${plural(asked, "post")}; ${number(removed)} removed, ` +
        `${plural(runs, "run")} made again`,
    ];
  },
  tellOther: (other) =>
    `The execution ${other} is running: before it removes posts, this check waits until the other one has ended.`,
};
