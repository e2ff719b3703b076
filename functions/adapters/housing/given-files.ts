import { createHash } from "node:crypto";
import { constants, createReadStream, type Stats } from "node:fs";
import { access, readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { compareUtf8 } from "../../../analysis/order.ts";
import { InvalidInput } from "../../errors.ts";
import type { FileSource, WantedFile } from "../../housing/file-source.ts";
import type { FileKind, InputFile } from "../../housing/input-files.ts";
import { type Explanation, errorCode, explain } from "../system-error.ts";

/** A file that the user gives, or a folder of CSVs. */
export interface GivenFile {
  readonly path: string;
  readonly kind: FileKind;
  /** True for the bundled samples. */
  readonly synthetic: boolean;
}

/** A given file, as it was when it was found. */
interface FoundFile extends WantedFile {
  readonly bytes: number;
  /** When it was last written, in milliseconds. */
  readonly writtenAt: number;
}

/**
 * The files of a user, in the order given; for a folder each of its *.csv, in the order of their names. They are all
 * checked before anything starts. Throws InvalidInput if one is missing, empty, or cannot be read. Opening throws it for
 * a file that was changed since.
 */
export async function givenFiles(given: readonly GivenFile[]): Promise<FileSource> {
  const files: FoundFile[] = [];
  for (const one of given) files.push(...(await find(one)));
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (file: FoundFile): Promise<string> => {
    const hash = hashes.get(file.source) ?? hashFile(file);
    hashes.set(file.source, hash);
    return hash;
  };

  async function isSame(file: FoundFile, stored: InputFile): Promise<boolean> {
    const isAlike = (["name", "kind", "synthetic", "bytes"] as const).every(
      (key) => file[key] === stored[key],
    );
    return isAlike && (await hashOf(file)) === stored.sha256;
  }

  return {
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    async next(_run, { length }) {
      const file = files[length];
      return file === undefined ? { kind: "end", notes: [] } : { kind: "file", file };
    },
    async open(_run, _wanted, { length }, resume) {
      const file = files[length];
      if (file === undefined) throw new RangeError(`There is no file ${length}.`);
      const etag = `"${await hashOf(file)}"`;
      const start = resume?.version.etag === etag ? resume.offset : 0;
      const version = { etag, lastModified: null };
      return { kind: "content", version, start, size: file.bytes, checksum: null, chunks: read(file, start) };
    },
    // A run that is given files says nothing of what the publishers have.
    remember: async () => {},
    async accepts(stored, extent) {
      if (extent === "all" ? stored.length !== files.length : stored.length > files.length) return false;
      for (const [index, one] of stored.entries()) {
        const file = files[index];
        if (file === undefined || !(await isSame(file, one))) return false;
      }
      return true;
    },
  };
}

async function find({ path, kind, synthetic }: GivenFile): Promise<FoundFile[]> {
  const status = await statusOf(path);
  if (status.isFile()) return [await found(path, status)];
  if (!status.isDirectory())
    throw new InvalidInput(`Cannot read ${path}: it is neither a file nor a folder.`, {
      hint: "Write what it gives to a file, and give that file.",
    });
  const names = await csvsIn(path);
  if (names.length === 0) throw await noCsvs(path);
  const files: FoundFile[] = [];
  for (const name of names) files.push(await found(join(path, name), await statusOf(join(path, name))));
  return files;

  async function found(file: string, { size, mtimeMs }: Stats): Promise<FoundFile> {
    await access(file, constants.R_OK).catch((error: unknown) => {
      throw unreadable(file, error);
    });
    if (size === 0)
      throw new InvalidInput(`The file ${file} is empty.`, { hint: "Download or copy it again." });
    return { name: basename(resolve(file)), kind, synthetic, source: file, bytes: size, writtenAt: mtimeMs };
  }
}

async function statusOf(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The names of the CSVs in a folder, in the order of their UTF-8 bytes. A Mac writes `._name.csv` beside a file. */
async function csvsIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    return names.filter((name) => /^[^.].*\.csv$/i.test(name)).sort(compareUtf8);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

/** Unpacked editions have their CSVs in `Data/CSV` or `Data/multi_csv`. */
async function noCsvs(folder: string): Promise<InvalidInput> {
  const below = await readdir(folder, { recursive: true, withFileTypes: true });
  const csv = below.find(({ name }) => /^[^.].*\.csv$/i.test(name));
  return new InvalidInput(`There is no *.csv in the folder ${folder}.`, {
    hint:
      csv === undefined
        ? "Give a folder that has CSVs, one CSV, or the zip as you downloaded it."
        : `There are some in ${csv.parentPath}: give that folder.`,
  });
}

async function hashFile(file: FoundFile): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of read(file, 0)) hash.update(chunk);
  return hash.digest("hex");
}

const CHUNK_BYTES = 1024 * 1024;

async function* read(file: FoundFile, start: number): AsyncGenerator<Uint8Array> {
  const { source, bytes, writtenAt } = file;
  if (start >= bytes) return;
  let count = start;
  try {
    // The end is fixed: a file that grows must not be read beyond what was announced.
    for await (const chunk of createReadStream(source, {
      start,
      end: bytes - 1,
      highWaterMark: CHUNK_BYTES,
    })) {
      count += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw unreadable(source, error);
  }
  const { mtimeMs, size } = await statusOf(source);
  if (count !== bytes || size !== bytes || mtimeMs !== writtenAt)
    throw new InvalidInput(`The file ${source} was changed while it was read.`, {
      hint: "Wait until nothing writes to it, and start a new run.",
    });
}

/** What to throw if a file cannot be read: InvalidInput for what its owner can mend, else the error itself. */
const unreadable = (path: string, error: unknown): unknown =>
  explain(`read ${path}`, EXPLAINED.get(errorCode(error) ?? ""), error);

const MISSING = { fault: "there is no such file or folder", hint: "Check the path." };
const PERMISSION = {
  fault: "this user has no permission to",
  hint: "Give this user the right to read it (`chmod u+r`), or copy it to where it can be read.",
};

const EXPLAINED = new Map<string, Explanation>([
  ["ENOENT", MISSING],
  ["ENOTDIR", MISSING],
  ["ENAMETOOLONG", MISSING],
  ["ERR_INVALID_ARG_VALUE", MISSING],
  ["ELOOP", { fault: "its symbolic links lead in a circle", hint: "Give the file or folder itself." }],
  ["EACCES", PERMISSION],
  ["EPERM", PERMISSION],
  ["EIO", { fault: "the disk cannot read it", hint: "Copy it to another disk and try that copy." }],
]);
