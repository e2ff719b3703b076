import { appendBytes, contents, growingBuffer } from "../../../growing-buffer.ts";
import type { PageHead, RawPages } from "../../../posts/raw-pages.ts";
import type { Limits } from "./limits.ts";
import type { ScannedRecord } from "./scanner.ts";

/** Gathers records into raw pages, and these into one object of the store. */
export interface PageBuilder {
  /** `file` is the name that the record's origin will show. */
  add(file: string, record: Omit<ScannedRecord, "next">): void;
  isFull(): boolean;
  /** What was gathered so far, in memory that nobody else uses; begins the next object. */
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

  function addBytes(record: Uint8Array): void {
    appendBytes(gathered, record);
    ends.push(gathered.size);
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
      addBytes(record);
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
