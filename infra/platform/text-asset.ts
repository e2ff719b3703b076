import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asset } from "@pulumi/pulumi";

/** What the names of the folders begin with. */
export const ASSET_FOLDER = "citypulse-assets-";

let folder: string | undefined;

/**
 * A text that the program makes, as a file that is there as long as the program runs. As a text it would stand in the
 * stack's state, twice, and bundles are large. Pulumi tells assets apart by their hash, so another folder is no change.
 */
export function textAsset(text: string): asset.FileAsset {
  folder ??= makeFolder();
  const path = join(folder, createHash("sha256").update(text).digest("hex"));
  writeFileSync(path, text);
  return new asset.FileAsset(path);
}

function makeFolder(): string {
  const made = mkdtempSync(join(tmpdir(), ASSET_FOLDER));
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}
