import { z } from "zod";
import { PIPELINES } from "../pipelines.ts";
import { alternatives } from "../terminal/format.ts";

const PIPELINE_NAMES = PIPELINES.map(({ name }) => name);

/** The name of a pipeline, as a value of --pipeline. */
export const pipelineOption = z.enum(PIPELINE_NAMES, `must be ${alternatives(PIPELINE_NAMES)}`);
