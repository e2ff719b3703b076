import { statfs } from "node:fs/promises";
import { DatabaseUnavailable } from "../../functions/errors.ts";

const LINES = 8;
const MEGABYTE = 2 ** 20;
/** A new database takes some 50 MB, and the next log segment of any database 16. */
const LITTLE = 64 * MEGABYTE;

/** An error that ends with what the program said last, and names a full disk where there is one. */
export async function serverFailure(
  what: string,
  output: string,
  folder: string,
): Promise<DatabaseUnavailable> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const said = output.trimEnd().split("\n").slice(-LINES).join("\n");
  return new DatabaseUnavailable(`${what}${said === "" ? "." : `:\n${said}`}`, {
    hint:
      free < LITTLE
        ? `The disk of ${folder} has ${Math.floor(free / MEGABYTE)} MB left: free some space, or choose another folder: --home DIR`
        : `Fix what PostgreSQL reports, or choose another folder: --home DIR`,
  });
}
