import type { PageHead, RawPages } from "../../raw-pages.ts";
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

/** Room for records, in bytes; where they take more, it is doubled. */
const FIRST_ROOM = 1 << 16;

/**
 * A raw page says where its first record stands, and the others are on the lines after it: so a new one
 * begins wherever the records do not follow one another, line by line, in the same file.
 */
export function pageBuilder(limits: Limits): PageBuilder {
  let room = FIRST_ROOM;
  let bytes = Buffer.allocUnsafeSlow(room);
  let size = 0;
  let ends: number[] = [];
  let pages: PageHead[] = [];
  let open = emptyPage("", 1);

  function closePage(): void {
    const { file, line, records } = open;
    if (records > 0) pages.push({ file, line, records });
  }

  function addBytes(record: Uint8Array): void {
    if (size + record.length > bytes.length) {
      room = Math.max(size + record.length, 2 * bytes.length);
      const larger = Buffer.allocUnsafeSlow(room);
      bytes.copy(larger, 0, 0, size);
      bytes = larger;
    }
    bytes.set(record, size);
    size += record.length;
    ends.push(size);
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
    isFull: () => ends.length >= limits.recordsInPage || size >= limits.bytesInPage,
    take() {
      closePage();
      const gathered = { bytes: bytes.subarray(0, size), ends: Uint32Array.from(ends), pages };
      // The next object is about as large as this one.
      bytes = Buffer.allocUnsafeSlow(room);
      size = 0;
      ends = [];
      pages = [];
      open = emptyPage("", 1);
      return gathered;
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
