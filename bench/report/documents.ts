import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blockNames, replaceBlocks, writeBlocks } from "./blocks.ts";
import { KEY_FIGURES, keyFigures } from "./key-figures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const readmeIn = (root: string): string => join(root, "README.md");
const benchmarksIn = (root: string): string => join(root, "docs", "benchmarks.md");

/**
 * The documents with this block, or docs/benchmarks.md if there are none, whose error then names the missing marker.
 */
async function documentsWith(name: string, root: string): Promise<string[]> {
  const docs = join(root, "docs");
  const files = (await readdir(docs)).filter((file) => file.endsWith(".md")).map((file) => join(docs, file));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const found = files.filter((_, index) => blockNames(texts[index] ?? "").includes(name));
  return found.length > 0 ? found : [benchmarksIn(root)];
}

/** Throws InvalidInput before anything is measured if the numbers could not be written afterwards. */
export async function checkBlocks(names: readonly string[], root = ROOT): Promise<void> {
  for (const name of names)
    for (const file of await documentsWith(name, root))
      replaceBlocks(await readFile(file, "utf8"), new Map([[name, ""]]), file);
  const readme = readmeIn(root);
  replaceBlocks(await readFile(readme, "utf8"), new Map([[KEY_FIGURES, ""]]), readme);
}

/** Writes a benchmark's block, and then the README's key figures, which are read from docs/benchmarks.md. */
export async function writeBlock(name: string, content: string, root = ROOT): Promise<void> {
  for (const file of await documentsWith(name, root)) await writeBlocks(file, new Map([[name, content]]));
  const benchmarks = benchmarksIn(root);
  const figures = keyFigures(await readFile(benchmarks, "utf8"), benchmarks);
  await writeBlocks(readmeIn(root), new Map([[KEY_FIGURES, figures]]));
}

/** Writes a file that the project itself reads; `path` is relative to the repository's root. */
export const writeData = ({
  path,
  content,
}: {
  readonly path: string;
  readonly content: string;
}): Promise<void> => writeFile(join(ROOT, path), content);
