import { expect, test } from "vitest";
import { copyBinary } from "../../../../functions/adapters/database/copy-binary.ts";
import type { CopyValue } from "../../../../functions/ports.ts";

/** What any server must read back stands in postgres.test.ts; here stands what goes over the wire. */
const bytesOf = (types: readonly string[], rows: readonly (readonly CopyValue[])[]): Buffer =>
  Buffer.concat([...copyBinary(types, rows)]);

const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const END = Buffer.from("ffff", "hex");

test("rows are lengths and bytes between a header and an end", () => {
  const rows = [
    [1, "é", null],
    [-2, "", true],
  ];
  expect(bytesOf(["int4", "text", "bool"], rows)).toEqual(
    Buffer.concat([
      HEADER,
      Buffer.from("0003 00000004 00000001 00000002 c3a9 ffffffff".replaceAll(" ", ""), "hex"),
      Buffer.from("0003 00000004 fffffffe 00000000 00000001 01".replaceAll(" ", ""), "hex"),
      END,
    ]),
  );
});

test("no rows are a header and an end", () => {
  expect(bytesOf(["int4"], [])).toEqual(Buffer.concat([HEADER, END]));
});

test("a row that is longer than a chunk comes whole, between the others", () => {
  const texts = ["before", "words ".repeat(100_000), "é😀".repeat(50_000), "after"];
  const fields = texts.map((text) => {
    const head = Buffer.alloc(6);
    head.writeInt16BE(1, 0);
    head.writeInt32BE(Buffer.byteLength(text), 2);
    return Buffer.concat([head, Buffer.from(text)]);
  });
  expect(
    bytesOf(
      ["text"],
      texts.map((text) => [text]),
    ).equals(Buffer.concat([HEADER, ...fields, END])),
  ).toBe(true);
});

test("a value that its column cannot hold is refused with a sentence", () => {
  const refused: readonly (readonly [type: string, value: CopyValue])[] = [
    ["int4", 1.5],
    ["int4", 2 ** 31],
    ["int4", "1"],
    ["int4", 2n ** 31n],
    ["bool", "true"],
    ["int8", 2n ** 63n],
    ["int8", "1e3"],
    ["int8", 0.5],
    ["float8", "1"],
    ["text", 1],
    ["jsonb", 1],
    ["timestamptz", "2026-03-01"],
    ["timestamptz", new Date("never")],
  ];
  for (const [type, value] of refused)
    expect(() => bytesOf([type], [[value]]), `${type} ${String(value)}`).toThrow(
      /^A column of type \w+ cannot hold /,
    );
});

test("a type without a writer is refused before any row is read", () => {
  const rows = (function* (): Generator<CopyValue[]> {
    yield expect.fail("a row was read");
  })();
  expect(() => [...copyBinary(["numeric"], rows)]).toThrow(
    "COPY has no writer for a column of type numeric.",
  );
});
