import { resolve } from "node:path";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";

/** Under `npm start` the process stands in the project's folder, and the person perhaps in another. */
function personsFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: startedIn } = process.env;
  return script === "start" && startedIn !== undefined ? startedIn : process.cwd();
}

/** A path as the person who typed it means it. */
export const pathOption = (path: string): string => resolve(personsFolder(), path);

/** Parses what commander hands over. Throws InvalidInput that names the option. */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new InvalidInput(`--${name}: ${issue?.message ?? "cannot be used"}`, {
    hint: "See `citypulse <command> --help`.",
  });
}

export const HomeOption = z.string().transform(pathOption);
export const JsonOption = z.boolean().default(false);
