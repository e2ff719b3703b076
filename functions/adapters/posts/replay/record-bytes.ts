import { isUtf8 } from "node:buffer";

/** Collects the bytes of one record, which may come in several chunks. */
export interface RecordBytes {
  add(part: Buffer): void;
  /** The record so far in UTF-8 (bytes that are none become U+FFFD); begins the next one. */
  take(): Uint8Array;
}

/** How much of a record that is too long is shown. */
const SHOWN_BYTES = 2_000;

/**
 * Of a record of more than `limit` bytes only the beginning is kept, after words that say so: they make it a
 * record that is not JSON, which the parser rejects, so that one endless line costs neither memory nor the
 * run.
 */
export function recordBytes(limit: number): RecordBytes {
  let parts: Buffer[] = [];
  let length = 0;

  return {
    add(part) {
      const wasWhole = length <= limit;
      length += part.length;
      if (length <= limit) parts.push(part);
      else if (wasWhole) parts = [Buffer.concat([...parts, part], Math.min(limit, SHOWN_BYTES))];
    },
    take() {
      const [first] = parts;
      const bytes = first !== undefined && parts.length === 1 ? first : Buffer.concat(parts);
      const isWhole = length <= limit;
      parts = [];
      length = 0;
      if (isWhole) return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString());
      return Buffer.from(`(more than ${limit} bytes without an end, which begin:) ${bytes.toString()}`);
    },
  };
}
