import { InvalidInput } from "../../../errors.ts";
import { readContent } from "./content.ts";
import { recogniseFormat } from "./format.ts";
import type { PostFile } from "./post-files.ts";
import type { PostFolder } from "./post-folder.ts";
import type { Position } from "./scanner.ts";

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
