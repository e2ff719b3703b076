import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { ASSET_FOLDER } from "../../../infra/platform/bundle.ts";

/** What programs have made, by the names of its files: the files are gone with the program. */
const made = new Map<string, string>();
const PLACE = new RegExp(`[^"]*${ASSET_FOLDER}\\w+/(\\w+)`, "g");

/**
 * Reads the files that the program has made for a resource, as the engine does while the program waits for its answer.
 * Returns what it sent with the names of these files alone, which say what is in them.
 */
export function readMade(sent: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(sent);
  for (const [path, name = ""] of text.matchAll(PLACE)) made.set(name, readFileSync(path, "utf8"));
  return JSON.parse(text.replaceAll(PLACE, "$1"));
}

/** The text of a file that a program has made; undefined for any other. */
export function textMade(path: string): string | undefined {
  if (!path.includes(ASSET_FOLDER)) return undefined;
  return made.get(basename(path)) ?? readFileSync(path, "utf8");
}
