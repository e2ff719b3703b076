import { readFile, rename, writeFile } from "node:fs/promises";
import { InvalidInput } from "../../functions/errors.ts";

/** A block is the part of a Markdown file between two comments that name a benchmark. */
const begin = (name: string): string => `<!-- bench:${name} -->`;
const end = (name: string): string => `<!-- /bench:${name} -->`;

/**
 * Returns the Markdown with the content of these blocks replaced, and everything else unchanged. Throws InvalidInput if
 * the two markers of a block do not occur exactly once each, in this order.
 */
export function replaceBlocks(markdown: string, blocks: ReadonlyMap<string, string>, file: string): string {
  let text = markdown;
  for (const [name, content] of blocks) {
    const { from, to } = findBlock(text, name, file);
    text = `${text.slice(0, from)}\n${content.trim()}\n${text.slice(to)}`;
  }
  return text;
}

/** The content of a block, without the blank lines around it. */
export function readBlock(markdown: string, name: string, file: string): string {
  const { from, to } = findBlock(markdown, name, file);
  return markdown.slice(from, to).trim();
}

/** The names of all blocks that begin in a file. */
export const blockNames = (markdown: string): string[] =>
  [...markdown.matchAll(/<!-- bench:([\w-]+) -->/g)].map(([, name]) => name ?? "");

function findBlock(text: string, name: string, file: string): { from: number; to: number } {
  const opening = onlyPlaceOf(begin(name), text, file);
  const closing = onlyPlaceOf(end(name), text, file);
  if (closing < opening) throw unusable(file, end(name), `before ${begin(name)}`);
  return { from: opening + begin(name).length, to: closing };
}

function onlyPlaceOf(marker: string, text: string, file: string): number {
  const place = text.indexOf(marker);
  if (place === -1) throw unusable(file, marker, "missing");
  if (text.includes(marker, place + 1)) throw unusable(file, marker, "there twice");
  return place;
}

const unusable = (file: string, marker: string, where: string): InvalidInput =>
  new InvalidInput(`${file} cannot be written: ${marker} is ${where}.`, {
    hint: "Put the two markers of the benchmark around the place for its numbers, the one with / at the end.",
  });

/** Writes the blocks into the file, which is replaced as a whole, so that nobody sees half of it. */
export async function writeBlocks(file: string, blocks: ReadonlyMap<string, string>): Promise<void> {
  const text = replaceBlocks(await readFile(file, "utf8"), blocks, file);
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
