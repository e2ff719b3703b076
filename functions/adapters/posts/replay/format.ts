import { InvalidInput } from "../../../errors.ts";
import { readContent } from "./content.ts";
import type { PostFile, PostFolder } from "./post-files.ts";
import type { Format, Position } from "./record-scanner.ts";

/** How much of a file is looked at to recognise it. */
const HEAD_BYTES = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;
const BLANKS = new Set([0x20, 0x09, 0x0d, LINE_FEED]);

/**
 * Where the first record of a file is looked for, and in which format; null where the file is empty or holds
 * only blanks. Throws InvalidInput where it cannot be read.
 */
export async function findStart(folder: PostFolder, file: PostFile): Promise<Position | null> {
  let head: Buffer = Buffer.alloc(0);
  let offset = 0;
  let line = 1;
  let isWhole = true;
  for await (const chunk of readContent(folder, file, 0)) {
    head = Buffer.concat([head, chunk]);
    if (offset === 0 && startsWith(head, BYTE_ORDER_MARK)) {
      head = head.subarray(BYTE_ORDER_MARK.length);
      offset = BYTE_ORDER_MARK.length;
    }
    const blanks = countBlanks(head);
    line += countLines(head.subarray(0, blanks));
    offset += blanks;
    head = head.subarray(blanks);
    isWhole = head.length < HEAD_BYTES;
    if (!isWhole) break;
  }
  if (head.length === 0) return null;
  refuseForeign(file.path, head);
  const { format, skip } = recogniseFormat(head.subarray(0, HEAD_BYTES), isWhole);
  return { offset: offset + skip, line: line + countLines(head.subarray(0, skip)), format };
}

const startsWith = (bytes: Buffer, beginning: Buffer): boolean =>
  bytes.subarray(0, beginning.length).equals(beginning);

function countBlanks(bytes: Buffer): number {
  const first = bytes.findIndex((byte) => !BLANKS.has(byte));
  return first === -1 ? bytes.length : first;
}

const countLines = (bytes: Buffer): number =>
  bytes.reduce((lines, byte) => (byte === LINE_FEED ? lines + 1 : lines), 0);

/** What people take for a file of posts, and every record of which would be rejected without a useful reason. */
const FOREIGN = [
  {
    beginning: Buffer.from("PK\u0003\u0004"),
    fault: "it is a zip file",
    hint: "Unpack it and give the folder; of an X archive, data/tweets.js is read.",
  },
  {
    beginning: Buffer.from([0xff, 0xfe]),
    fault: "its text is in UTF-16",
    hint: "Save it as UTF-8: `iconv -f UTF-16 -t UTF-8`.",
  },
  {
    beginning: Buffer.from([0xfe, 0xff]),
    fault: "its text is in UTF-16",
    hint: "Save it as UTF-8: `iconv -f UTF-16 -t UTF-8`.",
  },
];

function refuseForeign(path: string, head: Buffer): void {
  const foreign = FOREIGN.find(({ beginning }) => startsWith(head, beginning));
  if (foreign === undefined) return;
  throw new InvalidInput(`Cannot read posts from ${path}: ${foreign.fault}.`, { hint: foreign.hint });
}

/** How to read the records of a file, from `skip` bytes after its first byte that is not blank. */
interface Recognised {
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
function recogniseFormat(head: Buffer, isWhole: boolean): Recognised {
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
