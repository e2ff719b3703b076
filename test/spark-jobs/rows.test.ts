import { Readable, Writable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeOptional, escapeText, pipeRows, type RowJob } from "../../spark-jobs/rows.ts";

async function pipe(pieces: readonly (string | Buffer)[], job: RowJob): Promise<string> {
  const written: Buffer[] = [];
  const output = new Writable({
    highWaterMark: 1,
    write: (chunk: Buffer, _, done) => {
      written.push(chunk);
      setImmediate(done);
    },
  });
  await pipeRows(Readable.from(pieces.map((piece) => Buffer.from(piece))), output, job);
  return Buffer.concat(written).toString();
}

const twice: RowJob = { next: (row) => [row, row], end: async () => [] };

test("rows are told apart by line feeds alone, wherever the pieces are cut, and the last row counts them", async () => {
  const rows = "a\u2028b\r\né😀\n\n";
  const expected = "a\u2028b\r\na\u2028b\r\né😀\né😀\n\n\ncounts\t3\t6\n";
  const bytes = Buffer.from(rows);
  for (let cut = 0; cut <= bytes.length; cut++)
    expect(await pipe([bytes.subarray(0, cut), bytes.subarray(cut)], twice)).toBe(expected);
});

test("no rows are counted, too", async () => {
  expect(await pipe([], twice)).toBe("counts\t0\t0\n");
});

test("an input that ends in the middle of a row is no input", async () => {
  await expect(pipe(["whole\nhal"], twice)).rejects.toThrow('The input ends in the middle of a row: "hal"');
});

test("rows of many pieces are whole", async () => {
  const row = "ab😀".repeat(50_000);
  const bytes = Buffer.from(`${row}\nc\n`);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 999) }, (_, piece) =>
    bytes.subarray(999 * piece, 999 * (piece + 1)),
  );
  expect(await pipe(pieces, twice)).toBe(`${row}\n${row}\nc\nc\ncounts\t2\t4\n`);
});

test("what all rows become comes last, and is counted", async () => {
  const rows: string[] = [];
  const together: RowJob = {
    next(row) {
      rows.push(row);
      return [];
    },
    end: async () => [rows.join("+"), "done"],
  };
  expect(await pipe(["a\nb\n"], together)).toBe("a+b\ndone\ncounts\t2\t2\n");
});

test("what would end a column, a cell or a row is escaped, and nothing else", () => {
  expect(escapeText("a\tb\nc\rd\\e\u0001f")).toBe("a\\tb\\nc\\rd\\be\\1f");
  expect([escapeOptional("é\u2028😀"), escapeOptional("\\N"), escapeOptional(null)]).toEqual([
    "é\u2028😀",
    "\\bN",
    "\\N",
  ]);
});

test("an escaped text has no ends in it, and comes back as the queries put it back", () => {
  const anyText = fc.string({ unit: fc.constantFrom(..."\\\t\n\r\u0001\0tnrb1Né😀") });
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeText(text);
      expect([..."\t\n\r\u0001"].filter((end) => escaped.includes(end))).toEqual([]);
      expect(
        escaped
          .replaceAll("\\t", "\t")
          .replaceAll("\\n", "\n")
          .replaceAll("\\r", "\r")
          .replaceAll("\\1", "\u0001")
          .replaceAll("\\b", "\\"),
      ).toBe(text);
    }),
  );
});
