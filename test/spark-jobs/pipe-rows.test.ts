import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { pipeRows, type RowJob } from "../../spark-jobs/pipe-rows.ts";
import { encodeRow } from "../../spark-jobs/rows.ts";

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

const twice: RowJob = (row) => [row, row];

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

test("what would end a column or a row is escaped, and nothing else", () => {
  expect(encodeRow(["a\tb\nc\rd\\e", null, "\\N", 0, -0.5, "", "é\u2028😀"])).toBe(
    "a\\tb\\nc\\rd\\\\e\t\\N\t\\\\N\t0\t-0.5\t\té\u2028😀",
  );
});
