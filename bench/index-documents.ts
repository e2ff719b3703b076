import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blockNames, replaceBlocks, writeBlocks } from "./report/blocks.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const README = join(ROOT, "README.md");

/** The documents that have a block of this name: the README and whichever of docs/ do. */
async function documentsWith(name: string): Promise<string[]> {
  const docs = join(ROOT, "docs");
  const files = (await readdir(docs)).filter((file) => file.endsWith(".md")).map((file) => join(docs, file));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return [README, ...files.filter((_, index) => blockNames(texts[index] ?? "").includes(name))];
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
