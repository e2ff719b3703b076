import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const LAUNCHER = fileURLToPath(new URL("../citypulse", import.meta.url));
const DEFAULT_HOME = ".citypulse";

/** Where a person stands, and whose data they look at. */
export interface Place {
  readonly folder: string;
  /** An absolute path. */
  readonly home: string;
}

/** Under `npm start` the process stands in the project's folder, and the person perhaps in another. */
export function personsFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: startedIn } = process.env;
  return script === "start" && startedIn !== undefined ? startedIn : process.cwd();
}

/**
 * A command line of citypulse that works when it is pasted in `place.folder`: npm finds the program only
 * inside the project, and a home is named only where it is not the default.
 */
export function commandLine(place: Place, command: string): string {
  const isInside = !relative(PROJECT, place.folder).startsWith("..");
  const program = isInside ? "npx citypulse" : quoted(LAUNCHER);
  const isDefault = place.home === resolve(place.folder, DEFAULT_HOME);
  return `${program} ${command}${isDefault ? "" : ` --home ${quoted(place.home)}`}`;
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
