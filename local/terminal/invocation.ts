import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const LAUNCHER = fileURLToPath(new URL("../citypulse", import.meta.url));
const DEFAULT_HOME = ".citypulse";

/** The current folder of the person, and the home that they use. */
export interface Place {
  readonly folder: string;
  /** An absolute path. */
  readonly home: string;
}

/** The current folder of the person: `npm start` runs in the project's folder, wherever they started it. */
export function personsFolder(): string {
  const { npm_lifecycle_event: script, INIT_CWD: startedIn } = process.env;
  return script === "start" && startedIn !== undefined ? startedIn : process.cwd();
}

/**
 * A command line of citypulse that works when it is pasted in `place.folder`. Only inside the project npm finds the
 * program; elsewhere the command has its path. The home is named only if it is not the default.
 */
export function commandLine(place: Place, command: string): string {
  const isInside = !relative(PROJECT, place.folder).startsWith("..");
  const program = isInside ? "npx citypulse" : quoted(LAUNCHER);
  const isDefault = place.home === resolve(place.folder, DEFAULT_HOME);
  return `${program} ${command}${isDefault ? "" : ` --home ${quoted(place.home)}`}`;
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
