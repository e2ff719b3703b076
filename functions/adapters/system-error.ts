import { InvalidInput } from "../errors.ts";

/** The code of a system error (`ENOENT`), or undefined for anything else that was thrown. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
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
  const explained = EXPLAINED.get(errorCode(error) ?? "");
  if (explained === undefined) return error;
  return new InvalidInput(`Cannot ${action} ${path}: ${explained.fault}.`, {
    hint: explained.hint,
    cause: error,
  });
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

const EXPLAINED = new Map([
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
