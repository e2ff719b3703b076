import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { PIPELINES, sectionsOf } from "../../infra/pipelines.ts";
import type { Configuration } from "../../infra/settings/configuration.ts";
import { parseStackFile, type StackSettings } from "../../infra/settings/stack-file.ts";
import { pipelineOption } from "../commands/pipeline-option.ts";
import type { PipelineExecutions } from "../pipeline.ts";
import { DEFAULT_PIPELINE } from "../pipelines.ts";
import { commandLine, personsFolder } from "../terminal/invocation.ts";
import { JsonOption } from "../terminal/options.ts";
import { optionName } from "./executed-run.ts";

/** The options of every command that looks at a stack in AWS. */
export const StackOptions = z.object({
  stack: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be a stack's name, such as dev"),
  region: z.string().min(1, "must name a region, such as us-east-1").optional(),
  pipeline: pipelineOption.optional(),
  json: JsonOption,
});
export type StackOptions = z.infer<typeof StackOptions>;

/** An execution, as a person names it. */
export const ExecutionOption = z.string().min(1, "must be an execution's name or its ARN").optional();

/**
 * The options with the region of the stack's file, Pulumi.<stack>.yaml, if neither the command line nor AWS_REGION
 * names one; AWS's own settings decide if there is no such file. Throws InvalidInput for a file that cannot be used.
 */
export async function withRegion<Options extends StackOptions>(options: Options): Promise<Options> {
  return isPlaced(options) ? options : inRegionOf(await readStack(options.stack), options);
}

/** The same with the stack's configuration, null if it has no file here. Throws as withRegion does. */
export async function withStack<Options extends StackOptions>(
  options: Options,
): Promise<Options & { readonly configuration: Configuration | null }> {
  const settings = await readStack(options.stack);
  const placed = isPlaced(options) ? options : inRegionOf(settings, options);
  return { ...placed, configuration: settings?.configuration ?? null };
}

const isPlaced = ({ region }: StackOptions): boolean =>
  region !== undefined || Boolean(process.env.AWS_REGION);

const inRegionOf = <Options extends StackOptions>(
  settings: StackSettings | undefined,
  options: Options,
): Options => (settings?.region === undefined ? options : { ...options, region: settings.region });

/** The file of a stack's configuration. */
export const stackFile = (stack: string): URL => new URL(`../../Pulumi.${stack}.yaml`, import.meta.url);

async function readStack(stack: string): Promise<StackSettings | undefined> {
  const text = await readFile(stackFile(stack), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseStackFile(stack, text, sectionsOf(PIPELINES));
}

/** A command line about the same stack that works when it is pasted. */
export function stackCommand(
  command: string,
  { stack, region }: Pick<StackOptions, "stack" | "region">,
): string {
  const folder = personsFolder();
  const place = region === undefined ? "" : ` --region ${region}`;
  // No home: what is in AWS needs none.
  return commandLine({ folder, home: resolve(folder, ".citypulse") }, `${command} --stack ${stack}${place}`);
}

/** The command that starts a run of this pipeline; the run `runId` again if it is named. */
export const startCommand = ({ name, idOption }: PipelineExecutions, runId: string | null): string =>
  [
    "start",
    ...(name === DEFAULT_PIPELINE.name ? [] : [`--pipeline ${name}`]),
    ...(runId === null ? [] : [`${optionName(idOption)} ${runId}`]),
  ].join(" ");
