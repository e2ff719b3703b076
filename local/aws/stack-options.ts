import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import { functionMemory } from "../../infra/settings/function-memory.ts";
import { parseStackFile, type StackSettings } from "../../infra/settings/stack-file.ts";
import { JsonOption } from "../commands/options.ts";
import { commandLine, personsFolder } from "../invocation.ts";

/** The options of every command that looks at a stack in AWS. */
export const StackOptions = z.object({
  stack: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be a stack's name, such as dev"),
  region: z.string().min(1, "must name a region, such as us-east-1").optional(),
  json: JsonOption,
});
export type StackOptions = z.infer<typeof StackOptions>;

/**
 * The options with the region of the stack's file, Pulumi.<stack>.yaml, where neither the command line nor AWS_REGION
 * names one; AWS's own settings decide where there is no such file. Throws InvalidInput for a file that cannot be used.
 */
export async function withRegion<Options extends StackOptions>(options: Options): Promise<Options> {
  if (options.region !== undefined || process.env.AWS_REGION) return options;
  const region = (await readStack(options.stack))?.region;
  return region === undefined ? options : { ...options, region };
}

/** The memory of each state's function, in MB, by the stack's file; null where there is none. Throws as withRegion does. */
export async function functionMemories(stack: string): Promise<((state: string) => number) | null> {
  const settings = await readStack(stack);
  return settings === undefined ? null : (state) => functionMemory(state, settings.configuration.analysis);
}

async function readStack(stack: string): Promise<StackSettings | undefined> {
  const file = new URL(`../../Pulumi.${stack}.yaml`, import.meta.url);
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseStackFile(stack, text);
}

/** A command line about the same stack that works when it is pasted. */
export function stackCommand(command: string, { stack, region }: StackOptions): string {
  const folder = personsFolder();
  const place = region === undefined ? "" : ` --region ${region}`;
  // No home: what is in AWS needs none.
  return commandLine({ folder, home: resolve(folder, ".citypulse") }, `${command} --stack ${stack}${place}`);
}
