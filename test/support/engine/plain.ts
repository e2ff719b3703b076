import { createHash } from "node:crypto";
import { asset } from "@pulumi/pulumi";
import { textMade } from "./made-assets.ts";

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
    return placed(await value.path, rewrite);
  if (value instanceof asset.AssetArchive) return { archive: await plain(value.assets, rewrite) };
  if (Array.isArray(value)) return Promise.all(value.map((one) => plain(one, rewrite)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(async ([key, one]) => [key, await plain(one, rewrite)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

function placed(path: string, rewrite: (text: string) => string) {
  const text = textMade(path);
  return text === undefined
    ? { path: rewrite(path) }
    : { code: createHash("sha256").update(rewrite(text)).digest("hex") };
}
