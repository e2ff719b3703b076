import { execFile } from "node:child_process";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A Python that can make virtual environments. */
export interface Python {
  readonly path: string;
  /** What identifies it: its full version, and where it is installed. */
  readonly identity: string;
}

/** The names with a version come first, the newest before the others; the plain names can be any version. */
const NAMES = ["python3.11", "python3.10", "python3", "python"];

/** Fails if the version is another one, or if venv or ensurepip (Debian's python3-venv) is missing. */
const INTRODUCE_YOURSELF = `
import sys, venv, ensurepip
assert sys.version_info[:2] in ((3, 10), (3, 11))
print(sys.version, sys.base_prefix)
`;

/**
 * The first Python 3.10 or 3.11 on the search path that can make virtual environments. A name can be in several folders,
 * and the first can be a stub that fails, so each of them is tried. Throws if there is none.
 */
export async function findPython(searchPath: string): Promise<Python> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  for (const path of NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const identity = await introduction(path);
    if (identity !== undefined) return { path, identity };
  }
  throw new Error(
    "This needs Python 3.10 or 3.11 with its venv module, and there is none on the search path. " +
      "Install one (on Debian 12: `apt-get install python3 python3-venv`; on macOS: `brew install python@3.11`) " +
      "and try again.",
  );
}

async function introduction(path: string): Promise<string | undefined> {
  try {
    return (await run(path, ["-I", "-c", INTRODUCE_YOURSELF])).stdout.trim();
  } catch {
    return undefined;
  }
}
