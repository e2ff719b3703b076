import type { RawPage } from "../../../analysis/posts/page.ts";
import type { Limits } from "./limits.ts";
import type { ScannedRecord } from "./scanner.ts";

/** Gathers records into raw pages, and these into one object of the store. */
export interface PageBuilder {
  /** `file` is the name that the record's origin will show. */
  add(file: string, record: ScannedRecord): void;
  isFull(): boolean;
  /** What was gathered so far; begins the next object. */
  take(): GatheredPages;
}

/** The raw pages of one object, and how many records they hold. */
export interface GatheredPages {
  readonly pages: readonly RawPage[];
  readonly records: number;
}

/**
 * A raw page says where its first record stands, and the others are on the lines after it: so a new one
 * begins wherever the records do not follow one another, line by line, in the same file.
 */
export function pageBuilder(limits: Limits): PageBuilder {
  let pages: RawPage[] = [];
  let records = 0;
  let characters = 0;
  let open = emptyPage("", 1);

  function closePage(): void {
    const { file, line, records } = open;
    if (records.length > 0) pages.push({ file, line, records });
  }

  return {
    add(file, { text, line }) {
      const isNext =
        file === open.file &&
        line === open.line + open.records.length &&
        open.records.length < limits.recordsInLine &&
        open.characters < limits.charactersInLine;
      if (!isNext) {
        closePage();
        open = emptyPage(file, line);
      }
      open.records.push(text);
      open.characters += text.length;
      characters += text.length;
      records += 1;
    },
    isFull: () => records >= limits.recordsInPage || characters >= limits.charactersInPage,
    take() {
      closePage();
      const gathered = { pages, records };
      pages = [];
      records = 0;
      characters = 0;
      open = emptyPage("", 1);
      return gathered;
    },
  };
}

const emptyPage = (file: string, line: number): OpenPage => ({ file, line, records: [], characters: 0 });

interface OpenPage {
  readonly file: string;
  readonly line: number;
  readonly records: string[];
  characters: number;
}
