import { randomBytes } from "node:crypto";
import { chown, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serverFailure } from "./failure.ts";
import type { Places } from "./places.ts";
import type { Programs } from "./programs.ts";
import { runProgram } from "./run-program.ts";
import type { ServerUser } from "./user.ts";

export const SUPERUSER = "citypulse";
export const DATABASE = "citypulse";

const UNFINISHED = "initialising-";

/**
 * Makes an empty database under `places.data`, which appears all at once and last; what an earlier attempt
 * left unfinished is removed. Call it only while no other process initialises the same folder.
 */
export async function initialise(places: Places, programs: Programs, user: ServerUser): Promise<void> {
  await removeUnfinished(places.folder);
  await writePassword(places.password, user);
  const unfinished = join(places.folder, UNFINISHED + randomBytes(4).toString("hex"));
  const run = async (
    what: string,
    program: string,
    args: readonly string[],
    input: string,
  ): Promise<void> => {
    const { succeeded, output } = await runProgram(user.command(program, args), input);
    if (succeeded) return;
    await rm(unfinished, { recursive: true, force: true });
    throw await serverFailure(what, output, places.folder);
  };
  // Locale C: text is ordered by its bytes, here as everywhere in the pipeline.
  const form = ["--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--no-instructions"];
  const superuser = [`--username=${SUPERUSER}`, `--pwfile=${places.password}`];
  await run(
    `The database in ${places.folder} could not be made`,
    programs.initdb,
    ["-D", unfinished, ...superuser, ...form],
    "",
  );
  const single = ["--single", "-D", unfinished, "-c", "exit_on_error=on", "postgres"];
  await run(
    `The database in ${places.folder} could not be completed`,
    programs.postgres,
    single,
    `CREATE DATABASE ${DATABASE};\n`,
  );
  await rename(unfinished, places.data);
}

async function removeUnfinished(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(UNFINISHED));
  // The initdb of a killed process may still be writing there.
  const options = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 };
  await Promise.all(left.map((name) => rm(join(folder, name), options)));
}

async function writePassword(file: string, { owner }: ServerUser): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, `${randomBytes(24).toString("base64url")}\n`, {
    mode: 0o600,
    flag: "wx",
    flush: true,
  });
  if (owner !== undefined) await chown(file, owner.uid, owner.gid);
}
