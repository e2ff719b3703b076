import { type Explanation, errorCode, explain } from "../../system-error.ts";

/**
 * What to throw where posts cannot be read from `path`: what their owner can cause and mend becomes an
 * InvalidInput with the path in it; every other error stays as it is.
 */
export function unreadable(path: string, error: unknown): unknown {
  const code = errorCode(error) ?? "";
  return explain(`read posts from ${path}`, code.startsWith("Z_") ? DAMAGED : EXPLAINED.get(code), error);
}

const DAMAGED = {
  fault: "its gzip is damaged or ends too early",
  hint: "Copy or download the file again; `gzip -t` says whether it is whole.",
};
const MISSING = {
  fault: "there is no such file or folder",
  hint: "Give a file or a folder of posts with --posts, or `-` to read them from standard input.",
};
const PERMISSION = {
  fault: "this user has no permission to",
  hint: "Give this user the right to read it (`chmod u+r`), or copy it to where it can be read.",
};

const EXPLAINED = new Map<string, Explanation>([
  ["ENOENT", MISSING],
  ["ENOTDIR", MISSING],
  ["ELOOP", { fault: "its symbolic links lead in a circle", hint: "Give the file or folder itself." }],
  ["ENAMETOOLONG", MISSING],
  ["EACCES", PERMISSION],
  ["EPERM", PERMISSION],
  ["EIO", { fault: "the disk cannot read it", hint: "Copy it to another disk and try that copy." }],
  ["ERR_INVALID_ARG_VALUE", MISSING],
]);
