import { NEIGHBOURHOOD_INPUT } from "../../state-machines/neighbourhood/input.ts";
import type { PipelineStart } from "../pipeline.ts";

/** How a run of the neighbourhood is started in AWS. */
export const neighbourhoodStart: PipelineStart = {
  contract: NEIGHBOURHOOD_INPUT,
  idOption: {
    flags: "--run <id>",
    description: "the run's id or its scheduled time; the same id again repairs or repeats a run",
  },
  fieldOptions: {
    engine: { flags: "--engine <engine>", description: "auto, lambda or emr (default: auto)" },
    from: {
      flags: "--from <time>",
      description: "only posts from this time on (UTC, such as 2026-11-09T00:00:00Z)",
    },
    to: { flags: "--to <time>", description: "only posts before this time" },
    stations: {
      flags: "--station <name...>",
      description: "only posts around these stations, named as in the stack's stations file",
    },
  },
};
