import { appendBytes, contents, growingBuffer } from "../../../growing-buffer.ts";
import type { PageHead, RawPages } from "../../../posts/raw-pages.ts";
import type { ScannedRecord } from "./record-scanner.ts";

/** How much is taken at once; tests make it smaller. */
export interface Limits {
  /** Records in one raw line. */
  readonly recordsInLine: number;
  /** Records in one page. */
  readonly recordsInPage: number;
  /** Bytes of records after which a raw line, or a page, ends early. */
  readonly bytesInLine: number;
  readonly bytesInPage: number;
  /** Bytes after which a record is no longer read but cut. */
  readonly bytesInRecord: number;
}

export const LIMITS: Limits = {
  // X answers at most 100 posts a page, so a line of a replay is about what a line of the API is.
  recordsInLine: 100,
  // Some 4 MB: few enough objects for a big file, and seldom more than a second's work lost by a kill.
  recordsInPage: 10_000,
  // A record may itself be a page of posts: then the sizes bound the memory, and not the numbers.
  bytesInLine: 1_000_000,
  bytesInPage: 8_000_000,
  // A hundred times the largest page X sends; whatever is longer is not made of posts.
  bytesInRecord: 16_000_000,
};

/** Gathers records into raw pages, and these into one object of the store. */
export interface PageBuilder {
  /** `file` is the name that the record's origin will show. */
  add(file: string, record: Omit<ScannedRecord, "next">): void;
  isFull(): boolean;
  /** The bytes collected so far, in memory that nothing else uses; begins the next object. */
  take(): Omit<RawPages, "name">;
}

/** Room for an object's first records, in bytes. */
const FIRST_ROOM = 1 << 16;

/**
 * A raw page says where its first record stands, and the others are on the lines after it: so a new one
 * begins wherever the records do not follow one another, line by line, in the same file.
 */
export function pageBuilder(limits: Limits): PageBuilder {
  let gathered = growingBuffer(FIRST_ROOM);
  let ends: number[] = [];
  let pages: PageHead[] = [];
  let open = emptyPage("", 1);

  function closePage(): void {
    const { file, line, records } = open;
    if (records > 0) pages.push({ file, line, records });
  }

  return {
    add(file, { bytes: record, line }) {
      const isNext =
        file === open.file &&
        line === open.line + open.records &&
        open.records < limits.recordsInLine &&
        open.bytes < limits.bytesInLine;
      if (!isNext) {
        closePage();
        open = emptyPage(file, line);
      }
      appendBytes(gathered, record);
      ends.push(gathered.size);
      open.records += 1;
      open.bytes += record.length;
    },
    isFull: () => ends.length >= limits.recordsInPage || gathered.size >= limits.bytesInPage,
    take() {
      closePage();
      const taken = { bytes: contents(gathered), ends: Uint32Array.from(ends), pages };
      // The next object is about as large as this one.
      gathered = growingBuffer(gathered.bytes.length);
      ends = [];
      pages = [];
      open = emptyPage("", 1);
      return taken;
    },
  };
}

const emptyPage = (file: string, line: number): OpenPage => ({ file, line, records: 0, bytes: 0 });

interface OpenPage {
  readonly file: string;
  readonly line: number;
  records: number;
  bytes: number;
}
