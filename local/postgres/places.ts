import { access, chmod, constants, readFile, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeFolder } from "../../functions/adapters/store/make-folder.ts";
import { InvalidInput, messageOf } from "../../functions/errors.ts";

/** The paths of a home's database: absolute, without symbolic links. */
export interface Places {
  readonly folder: string;
  readonly data: string;
  readonly password: string;
  readonly log: string;
  readonly startLock: string;
}

/** Makes `<home>/postgres`, for its owner's eyes only, where it is not there. */
export async function preparePlaces(home: string): Promise<Places> {
  const wanted = join(resolve(home), "postgres");
  try {
    const made = await makeFolder(wanted);
    const folder = await realpath(wanted);
    if (made) await chmod(folder, 0o700);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return {
      folder,
      data: join(folder, "data"),
      password: join(folder, "password"),
      log: join(folder, "log"),
      startLock: join(folder, "start.lock"),
    };
  } catch (cause) {
    throw notUsable(wanted, cause, "Choose another folder: --home DIR");
  }
}

/** @throws InvalidInput where it is lost, or belongs to somebody else. */
export async function readPassword(places: Places): Promise<string> {
  try {
    return (await readFile(places.password, "utf8")).trim();
  } catch (cause) {
    throw passwordNotUsable(places, cause);
  }
}

/** The error for a password that is lost, or is another database's. */
export const passwordNotUsable = ({ folder, password }: Places, cause: unknown): InvalidInput =>
  notUsable(password, cause, `Put the file back, or remove ${folder} to begin with an empty database.`);

function notUsable(path: string, cause: unknown, hint: string): InvalidInput {
  const reason = messageOf(cause);
  return new InvalidInput(`The database's ${path} cannot be used: ${reason}.`, { hint, cause });
}
