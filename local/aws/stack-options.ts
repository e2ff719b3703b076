import { resolve } from "node:path";
import { z } from "zod";
import { JsonOption } from "../commands/options.ts";
import { commandLine, personsFolder } from "../invocation.ts";

/** The options of every command that looks at a stack in AWS. */
export const StackOptions = z.object({
  stack: z.string().regex(/^[A-Za-z0-9][\w.-]*$/, "must be a stack's name, such as dev"),
  region: z.string().min(1, "must name a region, such as eu-west-2").optional(),
  json: JsonOption,
});
export type StackOptions = z.infer<typeof StackOptions>;

/** The functions' memory, in MB, as a word of the command line. */
export const LambdaMemoryOption = z
  .string()
  .regex(/^[1-9]\d{2,4}$/, "must be the functions' memory in MB, such as 1769")
  .transform(Number)
  .optional();

/** A command line about the same stack that works when it is pasted. */
export function stackCommand(command: string, { stack, region }: StackOptions): string {
  const folder = personsFolder();
  const place = region === undefined ? "" : ` --region ${region}`;
  // No home: what is in AWS needs none.
  return commandLine({ folder, home: resolve(folder, ".citypulse") }, `${command} --stack ${stack}${place}`);
}
