import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { withFileLock } from "../../functions/adapters/store/file-lock.ts";
import { findPython, type Python } from "./find-python.ts";

const run = promisify(execFile);

/** The Spark wheel alone has 300 MB, and the connection can be slow. */
const PATIENCE_MS = 30 * 60_000;

/**
 * The path of a Python, 3.10 or 3.11, in a virtual environment that has the packages of a requirements file
 * with pinned versions. It is created on first use and stays, in `folder` or outside the clone: `$CITYPULSE_CACHE`, else
 * `$XDG_CACHE_HOME/citypulse`, else `~/.cache/citypulse`. If several processes need it at once, one of them creates it.
 * Throws with what to install if there is no such Python, and with pip's output if the packages cannot be installed.
 */
export async function pythonEnvironment(
  requirements: URL | string,
  folder: string = cacheFolder(),
): Promise<string> {
  const file = requirements instanceof URL ? fileURLToPath(requirements) : requirements;
  const python = await findPython(process.env.PATH ?? "");
  const key = createHash("sha256")
    .update(`${python.identity}\n`)
    .update(await readFile(file));
  const home = join(folder, `python-${key.digest("hex").slice(0, 16)}`);
  return finished(home) ?? (await makeOnce(python, home, file));
}

/** The path of the Python of an environment that was created in the folder; undefined if there is none. */
export async function findEnvironment(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.startsWith("python-"))
    .map((name) => finished(join(folder, name)))
    .find((python) => python !== undefined);
}

/** The record of the finished environment. It is written last, so that an incomplete one is never used. */
const recordOf = (home: string): string => join(home, "finished");

function finished(home: string): string | undefined {
  const record = recordOf(home);
  if (!existsSync(record)) return undefined;
  return join(home, readFileSync(record, "utf8"), "bin", "python");
}

async function makeOnce(python: Python, home: string, file: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const lock = join(home, "lock");
  const tooLong = (seconds: number) =>
    new Error(
      `Another process has been installing Python packages for ${seconds} s (lock: ${lock}). Wait for it, or end it.`,
    );
  return withFileLock(
    lock,
    { patienceMs: PATIENCE_MS, tooLong },
    async () => finished(home) ?? (await make(python, home, file)),
  );
}

/**
 * Each attempt has its own folder, which is the final one: a virtual environment contains absolute paths, and the pip of a
 * killed attempt can continue to write. The folders of earlier attempts are removed if that is possible.
 */
async function make(python: Python, home: string, file: string): Promise<string> {
  process.stderr.write(
    `Installing the Python packages of ${basename(file)}; this is done once and can take a minute ...\n`,
  );
  const leftBehind = (await readdir(home)).filter((name) => name.startsWith("attempt-"));
  const environment = await mkdtemp(join(home, "attempt-"));
  const path = join(environment, "bin", "python");
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
  try {
    await run(python.path, ["-m", "venv", environment]);
    await run(path, [...pip, "--require-virtualenv", "--requirement", file]);
  } catch (error) {
    throw new Error(`The Python packages of ${file} could not be installed: ${wordsOf(error)}`, {
      cause: error,
    });
  }
  await writeFile(join(environment, "name"), basename(environment));
  await rename(join(environment, "name"), recordOf(home));
  await Promise.allSettled(leftBehind.map((name) => rm(join(home, name), { recursive: true, force: true })));
  return path;
}

function wordsOf(error: unknown): string {
  if (
    error instanceof Error &&
    "stderr" in error &&
    typeof error.stderr === "string" &&
    error.stderr !== ""
  ) {
    return error.stderr.trim();
  }
  return String(error);
}

/** The folder outside the clone for things that are made or downloaded once. */
export function cacheFolder(): string {
  const { CITYPULSE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return own || join(shared || join(homedir(), ".cache"), "citypulse");
}
