import { z } from "zod";
import { parseRun } from "../../functions/neighbourhood/run.ts";
import { functionMemory } from "../../infra/settings/function-memory.ts";
import { Posts } from "../aws/outcome.ts";
import type { PipelineExecutions } from "../aws/pipeline-executions.ts";
import { number } from "../terminal/format.ts";
import { parseOptions, SelectionOptions } from "../terminal/options.ts";
import { neighbourhoodProgress } from "./progress.ts";

const Options = z.object({
  engine: z.enum(["auto", "lambda", "emr"], "must be auto, lambda or emr").optional(),
  run: z.string().optional(),
  ...SelectionOptions,
});

const Output = z.object({ posts: Posts });

/** The executions of the neighbourhood pipeline in AWS. */
export const neighbourhoodExecutions: PipelineExecutions = {
  name: "neighbourhood",
  progress: neighbourhoodProgress,
  idOption: "run",
  inputOf(options) {
    const { run, engine, from, to, station } = parseOptions(Options, options);
    return {
      ...(run === undefined ? {} : { runId: run }),
      ...(engine === undefined ? {} : { engine }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(station === undefined ? {} : { stations: station }),
    };
  },
  readRun(given, startTime) {
    const { runId, engine, stations, from, to } = parseRun(given, startTime);
    const input = JSON.stringify({
      ...{ runId, engine },
      ...(stations === null ? {} : { stations: [...stations].sort() }),
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
    });
    return { runId, engine, input };
  },
  // Until the engine is known, the way without a cluster.
  turnsOf: ({ engine, states }) =>
    engine === "emr" || states.includes("PlanCluster") ? { ChooseEngine: "PlanCluster" } : {},
  memoryOf: (state, { analysis }) => functionMemory(state, analysis),
  tellOutput(output) {
    const posts = Output.safeParse(output).data?.posts;
    if (posts === undefined) return [];
    return [
      `Posts      ${number(posts.read)} read = ${number(posts.accepted)} accepted + ` +
        `${number(posts.duplicates)} duplicates + ${number(posts.rejected)} rejected; ` +
        `${number(posts.unplaced)} of the accepted near no station`,
    ];
  },
  tellOther: (other) => `The execution ${other} is running: unless it ends first, this run ends at once.`,
};
