import { resolve } from "node:path";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";
import { personsFolder } from "./invocation.ts";

/** A path of the command line, relative to the person's folder. */
export const pathOption = (path: string): string => resolve(personsFolder(), path);

/** Parses the options that commander returns. Throws InvalidInput that names the option and its value. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = String(issue?.path[0] ?? "");
  const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const value = z.record(z.string(), z.unknown()).safeParse(options).data?.[key];
  throw new InvalidInput(`--${name} "${value}": ${issue?.message ?? "cannot be used"}.`, {
    hint: "See `citypulse <command> --help`.",
  });
}

export const HomeOption = z.string().min(1, "must name a folder").transform(pathOption);
export const JsonOption = z.boolean().default(false);

/** A number of things, as a word of the command line. */
export const count = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "must be a whole number, 1 or more")
  .transform(Number);

/** A share, as a word of the command line. */
export const share = z
  .string()
  .regex(/^(0?\.\d+|[01]|1\.0+)$/, "must be a number from 0 to 1")
  .transform(Number);

/** The options that select posts. */
export const SelectionOptions = {
  from: z.string().optional(),
  to: z.string().optional(),
  station: z.array(z.string()).nonempty().optional(),
};
