import { z } from "zod";
import { InvalidInput } from "../../../functions/errors.ts";
import { groupPattern, type PathPattern, pathPattern } from "./path-pattern.ts";

/** `keep` is what S3DistCp does without the option: no file changes its compression. */
export type OutputCodec = "keep" | "none" | "gz";

export interface DistCpOptions {
  /** An absolute path: what is copied, a folder or one file. */
  readonly src: string;
  /** An absolute path: the folder that takes the copies. */
  readonly dest: string;
  /** Only files whose whole path matches are copied; undefined for all. */
  readonly srcPattern: PathPattern | undefined;
  /** Files whose whole path matches with equal groups are concatenated, others not copied; undefined for neither. */
  readonly groupBy: PathPattern | undefined;
  /** About how large a concatenated file may be, in bytes; Infinity for any size. */
  readonly targetBytes: number;
  readonly outputCodec: OutputCodec;
}

const MEBIBYTE = 1024 * 1024;
const NAMES = ["src", "dest", "srcPattern", "groupBy", "targetSize", "outputCodec"] as const;
const SUPPORTED = `Supported are ${NAMES.map((name) => `--${name}`).join(", ")}.`;

const CODECS = new Map<string, OutputCodec>([
  ["none", "none"],
  ["gz", "gz"],
  ["gzip", "gz"],
]);

const Folder = z
  .string({ error: "is missing" })
  .startsWith("/", "must be the absolute path of a local folder");

const Values = z.object({
  src: Folder,
  dest: Folder,
  srcPattern: z.string().optional(),
  groupBy: z.string().optional(),
  targetSize: z
    .string()
    .regex(/^[1-9]\d{0,9}$/, "must be a whole number of mebibytes, 1 or more")
    .optional(),
  outputCodec: z
    .string()
    .toLowerCase()
    .refine((codec) => CODECS.has(codec), "must be none, gz or gzip; other codecs are not supported here")
    .optional(),
});

/**
 * The options of a command line of s3-dist-cp, each as `--name=value` or as `--name value`.
 * Throws InvalidInput for another option, one that comes twice, and a value that cannot be used.
 */
export function parseOptions(words: readonly string[]): DistCpOptions {
  const parsed = Values.safeParse(Object.fromEntries(readWords(words)));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `--${path.join(".")} ${message}`);
    throw new InvalidInput(`${faults.join("; ")}.`);
  }
  const { src, dest, srcPattern, groupBy, targetSize, outputCodec } = parsed.data;
  return {
    src,
    dest,
    srcPattern: srcPattern === undefined ? undefined : pathPattern("--srcPattern", srcPattern),
    groupBy: groupBy === undefined ? undefined : groupPattern("--groupBy", groupBy),
    targetBytes: targetSize === undefined ? Number.POSITIVE_INFINITY : Number(targetSize) * MEBIBYTE,
    outputCodec: CODECS.get(outputCodec ?? "") ?? "keep",
  };
}

function readWords(words: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined || !isSupported(name)) {
      throw new InvalidInput(`${word} is not an option that this s3-dist-cp knows. ${SUPPORTED}`);
    }
    if (values.has(name)) throw new InvalidInput(`--${name} is given twice; give it once.`);
    const value = joined ?? rest.shift();
    if (value === undefined || value === "") throw new InvalidInput(`--${name} has no value; give it one.`);
    values.set(name, value);
  }
  return values;
}

const isSupported = (name: string): boolean => NAMES.some((each) => each === name);
