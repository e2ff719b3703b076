import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blockNames, replaceBlocks, writeBlocks } from "./blocks.ts";
import { KEY_FIGURES, keyFigures } from "./key-figures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const README = join(ROOT, "README.md");
const BENCHMARKS = join(ROOT, "docs", "benchmarks.md");

/**
 * The documents that have a block with this name, docs/benchmarks.md if there are none: its error says what is
 * missing.
 */
async function documentsWith(name: string): Promise<string[]> {
  const docs = join(ROOT, "docs");
  const files = (await readdir(docs)).filter((file) => file.endsWith(".md")).map((file) => join(docs, file));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const found = files.filter((_, index) => blockNames(texts[index] ?? "").includes(name));
  return found.length > 0 ? found : [BENCHMARKS];
}

/** Throws before anything is measured if the numbers could not be written afterwards. */
export async function checkBlocks(names: readonly string[]): Promise<void> {
  for (const name of names)
    for (const file of await documentsWith(name))
      replaceBlocks(await readFile(file, "utf8"), new Map([[name, ""]]), file);
  replaceBlocks(await readFile(README, "utf8"), new Map([[KEY_FIGURES, ""]]), README);
}

/** Writes a benchmark's block, and then the README's key figures, which are read from docs/benchmarks.md. */
export async function writeBlock(name: string, content: string): Promise<void> {
  for (const file of await documentsWith(name)) await writeBlocks(file, new Map([[name, content]]));
  const figures = keyFigures(await readFile(BENCHMARKS, "utf8"), BENCHMARKS);
  await writeBlocks(README, new Map([[KEY_FIGURES, figures]]));
}

/** Writes a file that the project itself reads; `path` is relative to the repository's root. */
export const writeData = ({
  path,
  content,
}: {
  readonly path: string;
  readonly content: string;
}): Promise<void> => writeFile(join(ROOT, path), content);
