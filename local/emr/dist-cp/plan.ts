import { dirname } from "node:path/posix";
import { compareUtf8 } from "../../../analysis/order.ts";
import { batchByBytes } from "../../../functions/batch-by-bytes.ts";
import { InvalidInput } from "../../../functions/errors.ts";
import type { DistCpOptions, OutputCodec } from "./options.ts";

export interface SourceFile {
  /** Its path, which the patterns must match. */
  readonly path: string;
  /** The path below `--src`. */
  readonly relative: string;
  /** The stored size, in bytes. */
  readonly size: number;
}

/** How the bytes of an input change on their way into the output. */
export type Conversion = "as-is" | "gunzip" | "gzip";

export interface Input {
  readonly path: string;
  readonly conversion: Conversion;
}

/** A file that is written: the bytes of its inputs, one after the other. */
export interface Output {
  /** The path below `--dest`. */
  readonly relative: string;
  readonly inputs: readonly Input[];
}

export type PlanOptions = Pick<DistCpOptions, "srcPattern" | "groupBy" | "targetBytes" | "outputCodec">;

/**
 * The outputs with their inputs. Every file that matches the patterns is in exactly one output, and the files of an
 * output are in the order of their paths. Throws InvalidInput if two outputs would have the same name, and for a group of
 * compressed and uncompressed files without a codec.
 */
export function planCopy(files: readonly SourceFile[], options: PlanOptions): readonly Output[] {
  const { srcPattern } = options;
  const candidates = files
    .filter(({ path }) => srcPattern === undefined || srcPattern(path) !== undefined)
    .sort((left, right) => compareUtf8(left.relative, right.relative));
  const outputs =
    options.groupBy === undefined
      ? candidates.map((file) => copyOf(file, options.outputCodec))
      : [...groupsOf(candidates, options.groupBy)].flatMap(([text, group]) =>
          concatenate(text, group, options),
        );
  requireDistinctNames(outputs);
  return outputs;
}

function copyOf(file: SourceFile, codec: OutputCodec): Output {
  const name = withoutGzipExtension(file.relative);
  const relative = codec === "keep" ? file.relative : codec === "gz" ? `${name}.gz` : name;
  return { relative, inputs: [inputOf(file, codec)] };
}

/** Groups by the text that the pattern captured. A file without captured text is not copied. */
function groupsOf(
  files: readonly SourceFile[],
  groupBy: NonNullable<PlanOptions["groupBy"]>,
): Map<string, readonly SourceFile[]> {
  const captured = files.map((file) => ({ file, text: groupBy(file.path)?.join("") ?? "" }));
  const groups = Map.groupBy(captured, ({ text }) => text);
  groups.delete("");
  return new Map([...groups].map(([text, members]) => [text, members.map(({ file }) => file)]));
}

function concatenate(text: string, group: readonly SourceFile[], options: PlanOptions): Output[] {
  const name = withoutGzipExtension(fileName(text));
  const extension = isCompressed(text, group, options.outputCodec) ? ".gz" : "";
  // A part ends with the file that reaches the target size. Files are not split.
  const parts = batchByBytes(group, ({ size }) => size, options.targetBytes);
  return parts.map((part, index) => {
    const number = parts.length === 1 ? "" : String(index);
    return {
      relative: `${folderOf(part)}${name}${number}${extension}`,
      inputs: part.map((file) => inputOf(file, options.outputCodec)),
    };
  });
}

/** A name has no slash; what follows the last one stays, and S3DistCp takes a colon for a slash. */
function fileName(text: string): string {
  const name = text
    .split(/[/:]/)
    .map((part) => part.trim())
    .findLast((part) => part !== "");
  if (name === undefined || name === "." || name === "..") {
    throw new InvalidInput(`--groupBy captures ${JSON.stringify(text)}, which cannot be a file's name.`);
  }
  return name;
}

/** A part is stored where its first file would be: S3DistCp keeps the folders below `--src` for groups too. */
function folderOf(part: readonly SourceFile[]): string {
  const folder = dirname(part[0]?.relative ?? "");
  return folder === "." ? "" : `${folder}/`;
}

function isCompressed(text: string, group: readonly SourceFile[], codec: OutputCodec): boolean {
  if (codec !== "keep") return codec === "gz";
  const compressed = group.filter(({ relative }) => isGzipName(relative)).length;
  if (compressed !== 0 && compressed !== group.length) {
    throw new InvalidInput(
      `Of the files that --groupBy puts into ${JSON.stringify(text)} some are compressed and some are not; ` +
        "say with --outputCodec what the output shall be.",
    );
  }
  return compressed > 0;
}

function inputOf({ path, relative }: SourceFile, codec: OutputCodec): Input {
  const isGzip = isGzipName(relative);
  if (codec === "none" && isGzip) return { path, conversion: "gunzip" };
  if (codec === "gz" && !isGzip) return { path, conversion: "gzip" };
  return { path, conversion: "as-is" };
}

function requireDistinctNames(outputs: readonly Output[]): void {
  for (const [relative, same] of Map.groupBy(outputs, (output) => output.relative)) {
    const [first, second] = same.map(({ inputs }) => inputs[0]?.path);
    if (second !== undefined) {
      throw new InvalidInput(
        `${first} and ${second} would both be written to ${relative}; copy them separately.`,
      );
    }
  }
}

/** S3DistCp recognises compressed files by their names only. */
const GZIP_EXTENSION = /(?<=[^/])\.(?:gz|gzip)$/i;

const isGzipName = (name: string): boolean => GZIP_EXTENSION.test(name);

/** The name without `.gz` or `.gzip`, if it has one of them. */
const withoutGzipExtension = (name: string): string => name.replace(GZIP_EXTENSION, "");
