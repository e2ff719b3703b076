import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { makeFolder } from "../../../functions/adapters/store/make-folder.ts";
import { TEMPORARY_FOLDER } from "../../../functions/adapters/store/object-key.ts";
import { ownedName, removeAbandoned } from "../../../functions/adapters/store/owned-entries.ts";
import { errorCode, folderError } from "../../../functions/adapters/system-error.ts";
import { InvalidInput, messageOf } from "../../../functions/errors.ts";
import type { Conversion, Input, Output } from "./plan.ts";

const CHUNK_BYTES = 256 * 1024;

/** What was read and written. */
export interface CopyCounts {
  readonly filesRead: number;
  readonly bytesRead: number;
  readonly filesWritten: number;
  readonly bytesWritten: number;
}

/**
 * Writes the outputs below the folder `dest`, one after the other, with little memory even if they are large. A file
 * appears under its name when it is complete, and replaces one that is there. If the copy fails or is killed, complete
 * files stay; incomplete ones stay in a hidden folder until the next copy to `dest` removes it.
 * Throws InvalidInput for a file that cannot be read, decompressed or written.
 */
export async function copyOutputs(outputs: readonly Output[], dest: string): Promise<CopyCounts> {
  const temporary = join(dest, TEMPORARY_FOLDER);
  let bytesRead = 0;
  let bytesWritten = 0;
  const isNew = await makeRoom(dest, temporary);
  try {
    for (const output of outputs) {
      const bytes = await writeOutput(output, dest, temporary);
      bytesRead += bytes.read;
      bytesWritten += bytes.written;
    }
  } finally {
    if (isNew) await removeEmpty(temporary);
  }
  const filesRead = outputs.reduce((sum, { inputs }) => sum + inputs.length, 0);
  return { filesRead, bytesRead, filesWritten: outputs.length, bytesWritten };
}

/** Returns whether the folder is new: the object store has its own one at its root, and may be using it. */
async function makeRoom(dest: string, temporary: string): Promise<boolean> {
  try {
    const isNew = await makeFolder(temporary);
    await removeAbandoned(temporary, null);
    return isNew;
  } catch (error) {
    throw folderError("write", dest, error);
  }
}

interface Bytes {
  readonly read: number;
  readonly written: number;
}

async function writeOutput(output: Output, dest: string, temporary: string): Promise<Bytes> {
  const path = join(dest, output.relative);
  const unfinished = join(temporary, ownedName(randomUUID()));
  try {
    const bytes = await writeWhole(output.inputs, unfinished);
    await makeFolder(dirname(path));
    await rename(unfinished, path);
    return bytes;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error instanceof InvalidInput ? error : folderError("write", path, error);
  }
}

async function writeWhole(inputs: readonly Input[], path: string): Promise<Bytes> {
  await using file = await open(path, "wx");
  let read = 0;
  let written = 0;
  for (const input of inputs) {
    const bytes = await append(input, file);
    read += bytes.read;
    written += bytes.written;
  }
  // Before the rename: otherwise a loss of power could leave the name without the bytes.
  await file.sync();
  return { read, written };
}

/** Nothing is added between two inputs: a last line without a line feed is joined to the first line of the next file. */
async function append(input: Input, file: FileHandle): Promise<Bytes> {
  await using opened = await openInput(input.path);
  const source = opened.createReadStream({ highWaterMark: CHUNK_BYTES, autoClose: false });
  let written = 0;
  const sink = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      written += chunk.length;
    }
  };
  try {
    const converter = converterOf(input.conversion);
    await (converter === undefined ? pipeline(source, sink) : pipeline(source, converter, sink));
  } catch (error) {
    if (errorCode(error)?.startsWith("Z_") !== true) throw error;
    throw new InvalidInput(`${input.path} is not a whole gzip file, as its name says; write it again.`);
  }
  return { read: source.bytesRead, written };
}

async function openInput(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

/** Each input becomes one gzip member. Several members in a row are one gzip file, also when it is read. */
function converterOf(conversion: Conversion): Transform | undefined {
  if (conversion === "as-is") return undefined;
  return conversion === "gzip"
    ? createGzip({ chunkSize: CHUNK_BYTES })
    : createGunzip({ chunkSize: CHUNK_BYTES });
}

/** Another copy to the same folder can still use it. */
async function removeEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(errorCode(error) ?? "")) throw error;
  }
}
