import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";

/** Stores pieces of bytes in a file until they are read. */
export interface Spool {
  add(piece: Uint8Array): void;
  /** Reads the pieces lazily, in the order in which they were added. You can call it several times. */
  read(): Iterable<Uint8Array>;
  close(): void;
}

/** A spool in the working folder. Its file is unlinked at once, so it disappears with the process in any case. */
export function openSpool(): Spool {
  const path = `spool-${process.pid}`;
  const file = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  const sizes: number[] = [];
  return {
    add(piece) {
      let written = 0;
      while (written < piece.length) written += writeSync(file, piece, written);
      sizes.push(piece.length);
    },
    *read() {
      let position = 0;
      for (const size of sizes) {
        const piece = new Uint8Array(size);
        let read = 0;
        while (read < size) {
          const bytes = readSync(file, piece, read, size - read, position + read);
          if (bytes === 0) throw new Error("The file of the spool is shorter than what was written into it.");
          read += bytes;
        }
        position += size;
        yield piece;
      }
    },
    close: () => closeSync(file),
  };
}
