import { z } from "zod";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { sha256 } from "../runs/manifest.ts";

/** The largest part in bytes. A part is in memory as a whole, once. */
export const PART_BYTES = 32 * 1024 * 1024;

/** What a file holds. */
export const FileKind = z.enum(["sales", "postcodes", "listings", "index"]);
export type FileKind = z.infer<typeof FileKind>;

const Part = z.object({ key: z.string(), bytes: z.number().int().positive(), sha256: z.string() });

/** A file of a run, as it was fetched or given. It is stored in parts, which are cut anywhere. */
export const InputFile = z.object({
  /** As people know it: `pp-monthly-update-new-version.csv`. */
  name: z.string(),
  kind: FileKind,
  /** True for the bundled samples, which nobody may take for sales. */
  synthetic: z.boolean(),
  /** The address or the path that it came from. */
  source: z.string(),
  bytes: z.number().int().nonnegative(),
  /** Of the whole file. */
  sha256: z.string(),
  parts: z.array(Part),
});
export type InputFile = z.infer<typeof InputFile>;

/** All files of a run, in their order. Written last: a run whose manifest exists fetches nothing again. */
export const InputManifest = z.object({
  runId: z.string(),
  files: z.array(InputFile),
  /** What people should know about the files, such as a month that was missed. */
  notes: z.array(z.string()),
});
export type InputManifest = z.infer<typeof InputManifest>;

/** The bytes of a stored file. */
export interface InputBytes {
  readonly size: number;
  /** The bytes from `start` up to `end`; fewer at the end of the file. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** All bytes from `start` on, in order. */
  stream(start?: number): AsyncIterable<Uint8Array>;
}

/**
 * Opens a stored file. It keeps one part in memory. Reading throws AnalysisFailed if a part is missing or has other
 * bytes than the manifest says.
 */
export function openInput(
  store: ObjectStore,
  { parts, bytes }: Pick<InputFile, "parts" | "bytes">,
): InputBytes {
  let cached: { readonly index: number; readonly body: Uint8Array } | undefined;
  const starts: number[] = [];
  let total = 0;
  for (const part of parts) {
    starts.push(total);
    total += part.bytes;
  }
  if (total !== bytes) throw new AnalysisFailed(`The parts have ${total} bytes, and the file has ${bytes}.`);

  async function partAt(index: number): Promise<Uint8Array> {
    if (cached?.index === index) return cached.body;
    const part = parts[index];
    if (part === undefined) throw new RangeError(`The file has no part ${index}.`);
    // The last part goes first, so that there are never two.
    cached = undefined;
    const body = await store.read(part.key);
    if (body === undefined || sha256(body) !== part.sha256)
      throw new AnalysisFailed(
        `The object ${part.key} ${body === undefined ? "is missing" : "has another checksum"}, so the file cannot be read.`,
        { hint: "Remove the manifest of the run's input files and start the run again with the same id." },
      );
    cached = { index, body };
    return body;
  }

  const indexOf = (offset: number): number => {
    const next = starts.findIndex((start) => start > offset);
    return next === -1 ? starts.length - 1 : next - 1;
  };

  async function* stream(start = 0): AsyncGenerator<Uint8Array> {
    if (start >= bytes) return;
    for (let index = indexOf(start); index < parts.length; index++) {
      const body = await partAt(index);
      const from = Math.max(0, start - (starts[index] ?? 0));
      yield from === 0 ? body : body.subarray(from);
    }
  }

  return {
    size: bytes,
    stream,
    async read(start, end) {
      const last = Math.min(end, bytes);
      if (start >= last) return new Uint8Array(0);
      const found = new Uint8Array(last - start);
      let filled = 0;
      for await (const chunk of stream(start)) {
        const wanted = chunk.subarray(0, found.length - filled);
        found.set(wanted, filled);
        filled += wanted.length;
        if (filled === found.length) break;
      }
      return found;
    },
  };
}
