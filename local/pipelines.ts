import { complianceCommand } from "./compliance/command.ts";
import { housingCommand } from "./housing/command.ts";
import { neighbourhoodCommand } from "./neighbourhood/command.ts";
import type { PipelineCommand } from "./pipeline.ts";

/** THE registry of the laptop: every pipeline that `citypulse run` knows, in the order of its help. */
export const PIPELINES: readonly PipelineCommand[] = [
  neighbourhoodCommand,
  housingCommand,
  complianceCommand,
];

/** What `citypulse run` runs if no pipeline is named. */
export const DEFAULT_PIPELINE = neighbourhoodCommand;
