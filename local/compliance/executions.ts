import { z } from "zod";
import { SMALL_FUNCTION_MB } from "../../infra/settings/function-memory.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { number, plural } from "../terminal/format.ts";
import { complianceProgress } from "./progress.ts";
import { complianceStart } from "./start.ts";

const Output = z.object({ asked: z.number(), removed: z.number(), runs: z.number() });

/** The executions of the compliance check in AWS. */
export const complianceExecutions: PipelineExecutions = {
  name: "compliance",
  ...complianceStart,
  progress: complianceProgress,
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
};
