import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder, pythonEnvironment } from "../../local/python/environment.ts";

const run = promisify(execFile);

export type Kind = "tweets" | "products" | "films" | "editorials";

const ARCHIVE = "vaderSentiment-3.3.2.tar.gz";

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * Returns the real texts that VADER was evaluated on, as its authors published them: 4,200 tweets, and snippets of
 * reviews and editorials. They come from the source archive of the Python package, which is downloaded on first use.
 */
export async function realTexts(kinds: readonly Kind[]): Promise<string[]> {
  const python = await pythonEnvironment(new URL("vader.txt", import.meta.url));
  const archive = join(cacheFolder(), ARCHIVE);
  if (!existsSync(archive)) await fetchArchive(python, archive);
  const { stdout } = await run(python, [beside("snippets.py"), archive], { maxBuffer: 2 ** 26 });
  const lines = stdout.trimEnd().split("\n");
  return lines.flatMap((line) => {
    const [kind, text]: [Kind, string] = JSON.parse(line);
    return kinds.includes(kind) ? [text] : [];
  });
}

/** Downloads the archive. pip checks it against the hash in the requirements file. */
async function fetchArchive(python: string, archive: string): Promise<void> {
  process.stderr.write("Downloading the texts that VADER was evaluated on. This happens once ...\n");
  await mkdir(cacheFolder(), { recursive: true });
  const folder = await mkdtemp(join(cacheFolder(), "texts-"));
  try {
    const options = ["--quiet", "--no-deps", "--no-binary", ":all:", "--require-hashes", "--dest", folder];
    await run(python, ["-m", "pip", "download", ...options, "--requirement", beside("snippets.txt")]);
    await rename(join(folder, ARCHIVE), archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
