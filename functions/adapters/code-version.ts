import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { compareUtf8 } from "../../analysis/order.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** The folders whose code decides what a run's rows are. */
const FOLDERS = ["analysis", "functions", "spark-jobs", "state-machines"];

/**
 * The version that is written beside every row: the package's, and a hash of the very sources that run, so
 * that an edited checkout cannot pass for the release it came from.
 */
export async function readCodeVersion(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of FOLDERS)
    for (const file of await sourcesIn(folder))
      hash.update(`${file}\0`).update(await readFile(join(ROOT, file)));
  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")));
  return `${manifest.version}+${hash.digest("hex").slice(0, 12)}`;
}

async function sourcesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(ROOT, folder), { recursive: true });
  return names
    .filter((name) => /\.(ts|sql)$/.test(name))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .sort(compareUtf8);
}
