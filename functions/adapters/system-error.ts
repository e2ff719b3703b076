import { InvalidInput } from "../errors.ts";

/** The code of a system error (`ENOENT`), or undefined for anything else that was thrown. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** What is wrong, and what its owner can do about it. */
export interface Explanation {
  readonly fault: string;
  readonly hint: string;
}

/** An InvalidInput that says what could not be done and why; the error itself where nothing explains it. */
export function explain(action: string, explanation: Explanation | undefined, error: unknown): unknown {
  if (explanation === undefined) return error;
  const { fault, hint } = explanation;
  return new InvalidInput(`Cannot ${action}: ${fault}.`, { hint, cause: error });
}

/**
 * What to throw for an error of the file system: one that the owner of the folder can cause and mend becomes
 * an InvalidInput with the path in it; every other one stays as it is.
 */
export function folderError(
  action: "read" | "write" | "list" | "remove",
  path: string,
  error: unknown,
): unknown {
  return explain(`${action} ${path}`, EXPLAINED.get(errorCode(error) ?? ""), error);
}

const PERMISSION = {
  fault: "this user has no permission to",
  hint: "Give this user the folder, or choose another one with --home.",
};
const FULL = { fault: "the disk is full", hint: "Free some space and start the same run again." };
const SHAPE = {
  fault: "a file stands where a folder is needed, or the other way round",
  hint: "Move what is there out of the way, or choose an empty folder with --home.",
};

const EXPLAINED = new Map<string, Explanation>([
  ["ENOENT", { fault: "no folder can be made there", hint: "Choose another folder with --home." }],
  ["EACCES", PERMISSION],
  ["EPERM", PERMISSION],
  ["EROFS", { fault: "the disk is read-only", hint: "Choose another folder with --home." }],
  ["ENOSPC", FULL],
  ["EDQUOT", FULL],
  ["ENOTDIR", SHAPE],
  ["EISDIR", SHAPE],
  ["EEXIST", SHAPE],
  ["ENOTEMPTY", SHAPE],
]);
