import { createHash, randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { InvalidInput } from "../../../errors.ts";
import { makeFolder } from "../../store/make-folder.ts";
import { ownedName, removeAbandoned } from "../../store/owned-entries.ts";
import { folderError } from "../../system-error.ts";

/**
 * Copies the posts on standard input to `<folder>/<sha256>.posts` and returns that path: a stream can be read
 * once, and a run must be able to start again. The file appears at once, whole and safe from a loss of power;
 * the same posts give the same path. What a killed copy has left is removed by the next one. Throws
 * InvalidInput where there is nothing to read but blanks, and for a folder that cannot be used.
 */
export async function spoolStandardInput(stream: AsyncIterable<Uint8Array>, folder: string): Promise<string> {
  const temporary = join(folder, "unfinished");
  await makeFolder(temporary).catch((error: unknown) => {
    throw folderError("write", temporary, error);
  });
  await removeAbandoned(temporary, null);
  const unfinished = join(temporary, ownedName(randomUUID()));
  try {
    const path = join(folder, `${await copy(stream, unfinished)}.posts`);
    await rename(unfinished, path);
    await sync(folder);
    return path;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Copies the stream to a new file; returns the SHA-256 of its bytes in hex. */
async function copy(stream: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const hash = createHash("sha256");
  let isBlank = true;
  await using file = await open(path, "wx");
  for await (const chunk of stream) {
    isBlank &&= chunk.every((byte) => byte <= 0x20);
    hash.update(chunk);
    await file.writeFile(chunk);
  }
  if (isBlank)
    throw new InvalidInput("There are no posts on standard input: it is empty.", {
      hint: "Pipe posts into it, as in `cat posts.jsonl | citypulse run --posts -`.",
    });
  await file.sync();
  return hash.digest("hex");
}

/** The new name is an entry of the folder, which must reach the disk as well. */
async function sync(folder: string): Promise<void> {
  await using handle = await open(folder);
  await handle.sync();
}
