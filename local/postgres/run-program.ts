import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import type { Command } from "./user.ts";

/** What PostgreSQL's programs get of the environment: no `PG...` setting, no secret, messages in English. */
export const programEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: "C",
  TZ: "UTC",
});

/**
 * How env, setpriv and shells report that they cannot execute what they were asked to: it cannot be run (126), or is not
 * there (127). https://pubs.opengroup.org/onlinepubs/9799919799/utilities/env.html#tag_20_37_14
 */
const NOT_EXECUTED: readonly unknown[] = [126, 127];

/**
 * Runs a program to its end. Its working folder is `/`, which everybody can enter. Throws InvalidInput if the program
 * cannot be run, in whichever way it is started.
 */
export async function runProgram(
  { program, file, args, options }: Command,
  input: string,
): Promise<{ succeeded: boolean; output: string }> {
  const child = spawn(file, args, { ...options, cwd: "/", env: programEnvironment() });
  const ended = once(child, "close");
  // A program that ends early closes its input; its exit code says why.
  child.stdin.on("error", () => {}).end(input);
  try {
    const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (file !== program && NOT_EXECUTED.includes(code)) throw new Error(errors.trim());
    return { succeeded: code === 0, output: output + errors };
  } catch (error) {
    throw notRunnable(program, error);
  }
}

export const notRunnable = (program: string, cause: unknown): InvalidInput =>
  new InvalidInput(`${program} cannot be run: ${messageOf(cause)}.`, {
    hint: "The embedded database needs macOS or a Linux with glibc, and a file system that allows programs to run.",
    cause,
  });
