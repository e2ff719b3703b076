import type { Format } from "./scanner.ts";

/** How the records of a file are to be read, from `skip` bytes after its first byte that is not blank. */
export interface Recognised {
  readonly format: Exclude<Format, "list">;
  readonly skip: number;
}

/** What the X archive puts before its list: `window.YTD.tweets.part0 = [`. */
const ASSIGNMENT = /^(?:window\.)?YTD\.[\w.]+\s*=/;

/**
 * Recognises a file by how it begins, never by its name. `head` starts with the first byte that is not blank;
 * `isWhole` says that nothing follows it.
 *
 * - `window.YTD.… =`: an X archive; what follows is a list.
 * - `[`: a list of posts or pages, on one line or many. Only where the list ends with its line and something
 *   other than a list follows is it one odd line among lines.
 * - `{`: lines of JSON, unless the object goes on beyond its first line as JSON may: then it is an object
 *   (or one after another) printed over many lines.
 * - anything else: lines, the first of which will be rejected.
 */
export function recogniseFormat(head: Buffer, isWhole: boolean): Recognised {
  const text = head.toString("latin1");
  const assignment = ASSIGNMENT.exec(text)?.[0];
  if (assignment !== undefined) return { format: "values", skip: assignment.length };
  const { end, isBroken } = firstValue(text);
  if (text.startsWith("[")) {
    const following = end === null ? "" : text.slice(end).trimStart();
    const isAlone = end === null || spansLines(text, end) || following === "" || following.startsWith("[");
    return { format: isAlone ? "values" : "lines", skip: 0 };
  }
  const isDocument = !isBroken && spansLines(text, end ?? text.length) && (end !== null || !isWhole);
  return { format: isDocument ? "values" : "lines", skip: 0 };
}

const spansLines = (text: string, end: number): boolean => text.slice(0, end).includes("\n");

/**
 * Follows the nesting of the value at the beginning: where it ends (null: not within the text), and whether
 * what was seen can be no JSON, since a string holds a line break or an object opens where none can stand.
 */
function firstValue(text: string): { readonly end: number | null; readonly isBroken: boolean } {
  let depth = 0;
  let isInString = false;
  let previous = "";
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (isInString) {
      if (character === "\n") return { end: null, isBroken: true };
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
      continue;
    }
    if (character === '"') isInString = true;
    else if (character === "{" || character === "[") {
      if (depth > 0 && !",:[".includes(previous)) return { end: null, isBroken: true };
      depth++;
    } else if (character === "}" || character === "]") depth--;
    if (depth === 0) return { end: index + 1, isBroken: false };
    if (character > " ") previous = character;
  }
  return { end: null, isBroken: false };
}
