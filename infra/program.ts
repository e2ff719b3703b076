import { RunError } from "@pulumi/pulumi";
import { PipelineError } from "../functions/errors.ts";
import { readSettings } from "./config.ts";
import { deploy } from "./deploy.ts";
import { PIPELINES, sectionsOf } from "./pipelines.ts";
import { NODE_FOLDER } from "./platform/node-binaries.ts";

/** All of it, with sentences in the place of stacks. Nothing happens while the modules are loaded. */
export default async () => {
  try {
    return await deploy(readSettings(sectionsOf(PIPELINES)), NODE_FOLDER);
  } catch (error) {
    // Of these Pulumi shows what is wrong and what to do, and no stack.
    if (error instanceof PipelineError)
      throw new RunError([error.message, error.hint].filter(Boolean).join("\n"));
    throw error;
  }
};
