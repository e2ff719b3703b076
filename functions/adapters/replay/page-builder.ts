import { encodePage } from "../../../analysis/posts/page.ts";
import type { Limits } from "./limits.ts";
import type { ScannedRecord } from "./scanner.ts";

/** Gathers records into raw lines, and these into one page. */
export interface PageBuilder {
  /** `file` is the name that the record's origin will show. */
  add(file: string, record: ScannedRecord): void;
  isFull(): boolean;
  /** The page so far; begins the next one. */
  take(): { readonly lines: readonly string[]; readonly records: number };
}

/**
 * A raw line says where its first record stands, and the others are on the lines after it: so a new one
 * begins wherever the records do not follow one another, line by line, in the same file.
 */
export function pageBuilder(limits: Limits): PageBuilder {
  let lines: string[] = [];
  let records = 0;
  let characters = 0;
  let open = emptyLine("", 1);

  function closeLine(): void {
    if (open.records.length > 0) lines.push(encodePage(open));
  }

  return {
    add(file, { text, line }) {
      const isNext =
        file === open.file &&
        line === open.line + open.records.length &&
        open.records.length < limits.recordsInLine &&
        open.characters < limits.charactersInLine;
      if (!isNext) {
        closeLine();
        open = emptyLine(file, line);
      }
      open.records.push(text);
      open.characters += text.length;
      characters += text.length;
      records += 1;
    },
    isFull: () => records >= limits.recordsInPage || characters >= limits.charactersInPage,
    take() {
      closeLine();
      const page = { lines, records };
      lines = [];
      records = 0;
      characters = 0;
      open = emptyLine("", 1);
      return page;
    },
  };
}

const emptyLine = (file: string, line: number): OpenLine => ({ file, line, records: [], characters: 0 });

interface OpenLine {
  readonly file: string;
  readonly line: number;
  readonly records: string[];
  characters: number;
}
