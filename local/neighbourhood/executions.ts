import { z } from "zod";
import { functionMemory } from "../../infra/settings/function-memory.ts";
import { Posts } from "../aws/executed-run.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { number } from "../terminal/format.ts";
import { neighbourhoodProgress } from "./progress.ts";
import { neighbourhoodStart } from "./start.ts";

const Output = z.object({ posts: Posts });

/** The executions of the neighbourhood pipeline in AWS. */
export const neighbourhoodExecutions: PipelineExecutions = {
  name: "neighbourhood",
  ...neighbourhoodStart,
  progress: neighbourhoodProgress,
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
};
