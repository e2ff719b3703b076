import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blockNames, replaceBlocks, writeBlocks } from "./report/blocks.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = join(ROOT, "README.md");

/** The documents that have a block of this name. Where none has, the README is asked for it, which says so. */
async function documentsWith(name: string): Promise<string[]> {
  const docs = join(ROOT, "docs");
  const files = (await readdir(docs)).filter((file) => file.endsWith(".md")).map((file) => join(docs, file));
  const all = [README, ...files];
  const texts = await Promise.all(all.map((file) => readFile(file, "utf8")));
  const found = all.filter((_, index) => blockNames(texts[index] ?? "").includes(name));
  return found.length > 0 ? found : [README];
}

/** Throws, before anything is measured, where the numbers could not be written afterwards. */
export async function checkBlocks(names: readonly string[]): Promise<void> {
  for (const name of names)
    for (const file of await documentsWith(name))
      replaceBlocks(await readFile(file, "utf8"), new Map([[name, ""]]), file);
}

export async function writeBlock(name: string, content: string): Promise<void> {
  for (const file of await documentsWith(name)) await writeBlocks(file, new Map([[name, content]]));
}

export const writeData = ({
  path,
  content,
}: {
  readonly path: string;
  readonly content: string;
}): Promise<void> => writeFile(join(ROOT, path), content);
