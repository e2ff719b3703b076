import { readdir, stat } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { TEMPORARY_FOLDER } from "../../../functions/adapters/store/object-key.ts";
import { errorCode, folderError } from "../../../functions/adapters/system-error.ts";
import { InvalidInput } from "../../../functions/errors.ts";
import type { SourceFile } from "./plan.ts";

/**
 * The files below the folder `src`, or `src` itself if it is a file, in any order, with hidden files and `_SUCCESS`. Files
 * that HDFS does not have are omitted: the checksums `.<name>.crc` that Hadoop writes beside each file of a local folder,
 * and files that other copies are still writing. As in the folder of an object store, a link is not a file. Throws
 * InvalidInput if `src` does not exist.
 */
export async function listFiles(src: string): Promise<readonly SourceFile[]> {
  const root = await stat(src).catch((error: unknown) => {
    throw errorCode(error) === "ENOENT"
      ? new InvalidInput(`${src} does not exist, so there is nothing to copy; give another --src.`)
      : folderError("list", src, error);
  });
  if (root.isDirectory()) return filesBelow(resolve(src));
  return [{ path: resolve(src), relative: basename(src), size: root.size }];
}

async function filesBelow(root: string): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const segments = relative(root, path).split(sep);
    if (!entry.isFile() || isChecksum(entry.name) || segments.includes(TEMPORARY_FOLDER)) continue;
    files.push({ path, relative: segments.join("/"), size: (await stat(path)).size });
  }
  return files;
}

const isChecksum = (name: string): boolean => name.startsWith(".") && name.endsWith(".crc");
