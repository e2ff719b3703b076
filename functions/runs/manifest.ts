import { createHash } from "node:crypto";
import { z } from "zod";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";

/** One file of a finished prefix. `rows` is what the file holds: records, posts, topics, stations. */
export const ManifestFile = z.object({
  key: z.string(),
  rows: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
});
export type ManifestFile = z.infer<typeof ManifestFile>;
export const ManifestFiles = z.array(ManifestFile);

/** How the files of one kind are numbered in their keys, so that their order is that of the numbers: `00000`, `00001`, … */
export const partName = (number: number): string => String(number).padStart(5, "0");

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash("sha256").update(bytes).digest("hex");

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** A JSON object as bytes: keys in the order given, one line feed at the end. */
export const encodeJson = (value: unknown): Uint8Array => encoder.encode(`${JSON.stringify(value)}\n`);

/** Writes one file and says what the manifest will list. */
export async function writeFile(
  store: ObjectStore,
  key: string,
  rows: number,
  body: Uint8Array,
): Promise<ManifestFile> {
  await store.write(key, body);
  return { key, rows, bytes: body.byteLength, sha256: sha256(body) };
}

/** Reads a JSON object and parses it; undefined where there is none. Throws AnalysisFailed where it is damaged. */
export async function readJson<Schema extends z.ZodType>(
  store: ObjectStore,
  key: string,
  schema: Schema,
): Promise<z.infer<Schema> | undefined> {
  const body = await store.read(key);
  if (body === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(decoder.decode(body)));
  } catch (cause) {
    throw new AnalysisFailed(`The object ${key} is not what this version of CityPulse writes.`, {
      hint: "Remove it and start the run again with the same id.",
      cause,
    });
  }
}

/** Reads a file that a manifest lists. Throws AnalysisFailed where it is gone or is another file by now. */
export async function readListedFile(store: ObjectStore, file: ManifestFile): Promise<Uint8Array> {
  const body = await store.read(file.key);
  const problem =
    body === undefined ? "is missing" : sha256(body) === file.sha256 ? null : "has another checksum";
  if (body === undefined || problem !== null)
    throw new AnalysisFailed(`The object ${file.key} ${problem}, so its manifest no longer describes it.`, {
      hint: "Remove the manifest beside it and start the run again with the same id.",
    });
  return body;
}
