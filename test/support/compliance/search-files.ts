import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { decodePostTable, decodeTopicTable } from "../../../functions/neighbourhood/result-tables.ts";

/** The files under `folder` that hold one of the words, as `file: word`: raw bytes, what gzip packed, Parquet's values. */
export async function filesHolding(
  folder: string,
  words: readonly string[],
  isSearched: (file: string) => boolean = () => true,
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const file = relative(folder, path);
    if (!entry.isFile() || !isSearched(file)) continue;
    for (const word of await wordsIn(file, await readFile(path), words)) found.push(`${file}: ${word}`);
  }
  return found.sort();
}

/** Which of the words a file or an object of that name holds. */
export async function wordsIn(name: string, bytes: Buffer, words: readonly string[]): Promise<string[]> {
  const contents = await contentsOf(name, bytes);
  return words.filter((word) => contents.some((content) => content.includes(word)));
}

async function contentsOf(file: string, bytes: Buffer): Promise<Buffer[]> {
  if (file.endsWith(".gz")) return [bytes, gunzipSync(bytes)];
  if (!file.endsWith(".parquet")) return [bytes];
  const decoded = file.includes("/topics/") ? await decodeTopicTable(bytes) : await decodePostTable(bytes);
  const rows = [...decoded.rows()].map((row) => row.map(String).join(" "));
  return [bytes, Buffer.from(rows.join("\n"))];
}
