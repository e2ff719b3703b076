import { stat } from "node:fs/promises";
import { dirname } from "node:path";

/** The first folder on the way to `path` that a user cannot enter, by its mode; undefined if there is none. */
export async function closedFolder(
  path: string,
  user: { readonly uid: number; readonly gid: number },
): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent !== path) {
    const above = await closedFolder(parent, user);
    if (above !== undefined) return above;
  }
  const found = await stat(path);
  if (!found.isDirectory()) return undefined;
  const searchable = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
  return (found.mode & searchable) === 0 ? path : undefined;
}
