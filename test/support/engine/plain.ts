import { basename } from "node:path";
import { asset } from "@pulumi/pulumi";
import { ASSET_FOLDER } from "../../../infra/platform/text-asset.ts";

/**
 * A value as plain JSON that can be compared and read: files, archives and code become what they are made of, and a code
 * its hash.
 * @param rewrite is given each text before.
 */
export async function plain(
  value: unknown,
  rewrite: (text: string) => string = (text) => text,
): Promise<unknown> {
  if (value instanceof Promise) return plain(await value, rewrite);
  if (typeof value === "string") return rewrite(value);
  if (value instanceof asset.FileAsset || value instanceof asset.FileArchive)
    return { path: rewrite(withoutFolder(await value.path)) };
  if (value instanceof asset.AssetArchive) return { archive: await plain(value.assets, rewrite) };
  if (Array.isArray(value)) return Promise.all(value.map((one) => plain(one, rewrite)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([key, one]) => [key, await plain(one, rewrite)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** What the program makes lies in another folder each time, under the hash of what it holds. */
const withoutFolder = (path: string): string =>
  path.includes(ASSET_FOLDER) ? `<made by the program>/${basename(path)}` : path;
