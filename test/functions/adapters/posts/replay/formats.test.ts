import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readContent } from "./replay-fixtures.ts";

const A = '{"id":"1","text":"a }]{[ \\" \\\\"}';
const B = '{"id":"2","geo":{"coordinates":{"coordinates":[0,51]}}}';
const both = [
  [1, A],
  [2, B],
];

describe("lines", () => {
  test("each line is a record, with or without a line break at the end", async () => {
    expect(await readContent(`${A}\n${B}\n`)).toEqual(both);
    expect(await readContent(`${A}\n${B}`)).toEqual(both);
  });

  test("one carriage return before the line break goes, and a byte order mark", async () => {
    expect(await readContent(`\ufeff${A}\r\n${B}\r\n`)).toEqual(both);
    expect(await readContent(`${A}\r\r\n${B}`)).toEqual([
      [1, `${A}\r`],
      [2, B],
    ]);
  });

  test("blank lines are no records, and are counted", async () => {
    expect(await readContent(`\n \r\n${A}\n\t\n\n${B}\n\n`)).toEqual([
      [3, A],
      [6, B],
    ]);
  });

  test("only a line feed ends a line", async () => {
    const text = '{"id":"1","text":"a\u2028b\u2029c\u0085d\u000be"}';
    expect(await readContent(`${text}\n${B}`)).toEqual([
      [1, text],
      [2, B],
    ]);
  });

  test("bytes that are not UTF-8 are replaced, and spoil no other line", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"text":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from(`"}\n${B}`),
    ]);
    expect(await readContent(bytes)).toEqual([
      [1, '{"text":"\ufffd\ufffd"}'],
      [2, B],
    ]);
  });

  test.each([
    "not JSON",
    "42",
    "null",
    '"text"',
    "[1,2,3]",
    "}",
    A.slice(0, -1),
    '{"id":"1","text":"cut',
    '{"id":"1","text":',
    '{"id":"1",',
    "{",
    `${A}}`,
    "\u0000",
  ])("a first line of %o does not hide that the others are lines", async (broken) => {
    expect(await readContent(`${broken}\n${B}\n${A}\n`)).toEqual([
      [1, broken],
      [2, B],
      [3, A],
    ]);
  });
});

describe("a JSON document", () => {
  const values = [
    { id: "1", text: 'a }]{[ " \\' },
    { id: "2", data: [{ id: "3" }, []] },
  ];
  const compact = (records: (readonly [number, string])[]) =>
    records.map(([line, text]) => [line, JSON.stringify(JSON.parse(text))]);

  test("the elements of a list are records, which know the line they begin in", async () => {
    expect(compact(await readContent(JSON.stringify(values, null, 2)))).toEqual([
      [2, JSON.stringify(values[0])],
      [6, JSON.stringify(values[1])],
    ]);
  });

  test("a list on one line is no different", async () => {
    expect(await readContent(`\ufeff\n${JSON.stringify(values)}\n`)).toEqual([
      [2, JSON.stringify(values[0])],
      [2, JSON.stringify(values[1])],
    ]);
  });

  test("an object over many lines is one record", async () => {
    const page = { data: values, meta: { result_count: 2 } };
    expect(compact(await readContent(`${JSON.stringify(page, null, "\t")}\n`))).toEqual([
      [1, JSON.stringify(page)],
    ]);
  });

  test("so are several objects, one after another", async () => {
    const printed = values.map((value) => JSON.stringify(value, null, 2)).join("\n");
    expect(compact(await readContent(printed))).toEqual([
      [1, JSON.stringify(values[0])],
      [5, JSON.stringify(values[1])],
    ]);
  });

  test("so are several lists", async () => {
    expect(await readContent(`[${A}]\n[${B}]\n`)).toEqual(both);
  });

  test("an empty list holds nothing", async () => {
    expect(await readContent(" [ ] ")).toEqual([]);
  });

  test("elements that are no objects are records too", async () => {
    expect(await readContent(`[\n null, 42,\n"a,]b",[${A}], x}\n, ${B} ]`)).toEqual([
      [2, "null"],
      [2, "42"],
      [3, '"a,]b"'],
      [3, `[${A}]`],
      [3, "x}"],
      [4, B],
    ]);
  });

  test("a lost quotation mark spoils the record it stands in, and not the rest", async () => {
    expect(await readContent(`[\n{"text":"lost},\n${B}}\n,\n${A}\n]`)).toEqual([
      [2, `{"text":"lost},\n${B}}`],
      [5, A],
    ]);
  });

  test("a document that is cut off ends with a record that is not JSON", async () => {
    expect(await readContent(`[\n${A},\n${B.slice(0, 20)}`)).toEqual([
      [2, A],
      [3, B.slice(0, 20)],
    ]);
    expect(await readContent(`[\n${A},\n`)).toEqual([
      [2, A],
      [3, "(the file ends before its list does)"],
    ]);
  });
});

test.each(["window.YTD.tweets.part0 = [", "window.YTD.tweet.part12=\n[", "YTD.tweets.part0 = ["])(
  "an X archive's list is read behind its assignment: %s",
  async (beginning) => {
    const first = beginning.includes("\n") ? 3 : 2;
    expect(await readContent(`${beginning}\n  {"tweet":${A}},\n  {"tweet":${B}}\n];\n`)).toEqual([
      [first, `{"tweet":${A}}`],
      [first + 1, `{"tweet":${B}}`],
    ]);
  },
);

test("gzip is recognised by its content, also in several members", async () => {
  expect(await readContent(gzipSync(`${A}\n${B}\n`))).toEqual(both);
  const cut = A.length - 3;
  const text = `${A}\n${B}\n`;
  expect(await readContent(Buffer.concat([gzipSync(text.slice(0, cut)), gzipSync(text.slice(cut))]))).toEqual(
    both,
  );
});
