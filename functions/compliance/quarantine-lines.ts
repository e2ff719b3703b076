import { z } from "zod";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { type ManifestFile, writeFile } from "../runs/manifest.ts";

/** One line under `quarantine/`: a record that could not be used, and why. */
const Rejected = z.object({
  reason: z.string(),
  file: z.string(),
  line: z.number().int(),
  record: z.string(),
});
export interface Rejected extends z.infer<typeof Rejected> {
  /** The line as it stands there. */
  readonly text: string;
}

/** Throws AnalysisFailed where the object is damaged. */
export async function readQuarantine(store: ObjectStore, key: string): Promise<Rejected[]> {
  const text = new TextDecoder().decode(await store.read(key));
  try {
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => ({ ...Rejected.parse(JSON.parse(line)), text: line }));
  } catch (cause) {
    throw new AnalysisFailed(`The object ${key} does not hold rejected records.`, {
      hint: "Remove it: nothing but people reads it.",
      cause,
    });
  }
}

export const writeQuarantine = (
  store: ObjectStore,
  key: string,
  rejected: readonly Rejected[],
): Promise<ManifestFile> =>
  writeFile(
    store,
    key,
    rejected.length,
    new TextEncoder().encode(rejected.map(({ text }) => `${text}\n`).join("")),
  );
