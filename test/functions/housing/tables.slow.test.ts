import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { readTables } from "../../../functions/housing/tables.ts";
import { type StoredInput, storedInput } from "../../support/housing/input-files.ts";
import { type ZipEntry, zipOf } from "../../support/housing/zip.ts";

const CSV = `a,b\r\n${Array.from({ length: 400 }, (_, row) => `"${row}","${row ** 3}"\r\n`).join("")}`;

/** The names and the texts of all tables of a file. */
async function tablesOf({ store, file }: StoredInput): Promise<[string, string][]> {
  const tables: [string, string][] = [];
  for await (const table of readTables(store, file)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of table.bytes()) chunks.push(chunk);
    tables.push([table.name, Buffer.concat(chunks).toString("utf8")]);
  }
  return tables;
}

const refusalOf = async (name: string, body: Uint8Array | string): Promise<InvalidInput> => {
  const error: unknown = await tablesOf(storedInput(name, body)).catch((thrown: unknown) => thrown);
  if (error instanceof InvalidInput) return error;
  throw new Error(`expected a refusal: ${String(error)}`);
};

describe("the tables of a file", () => {
  test("are the file itself if it is a CSV, whatever its name", async () => {
    for (const name of ["pp.csv", "pp.zip", "pp"])
      expect(await tablesOf(storedInput(name, CSV))).toEqual([[name, CSV]]);
    expect(await tablesOf(storedInput("bom.csv", `\ufeff${CSV}`))).toEqual([["bom.csv", `\ufeff${CSV}`]]);
  });

  test("may be sales whose ids are not quoted, which look like JSON", async () => {
    const sales = "{34222872-B554-4D2B-E053-6B04A8C07E8A},1,2\r\n";
    expect(await tablesOf(storedInput("pp.csv", sales))).toEqual([["pp.csv", sales]]);
  });

  test("are what a gzip holds, of all its members", async () => {
    const members = Buffer.concat([gzipSync(CSV), gzipSync("c,d\n"), gzipSync("e,f\n")]);
    expect(await tablesOf(storedInput("a.csv", members))).toEqual([["a.csv", `${CSV}c,d\ne,f\n`]]);
  });

  const entries: ZipEntry[] = [
    { path: "Data/", body: "", method: 0 },
    { path: "Data/multi_csv/A.csv", body: CSV },
    { path: "Data/B.CSV", body: "x,y\n1,2\n", method: 0 },
    { path: "Data/streamed.csv", body: CSV, hasDescriptor: true },
    { path: "__MACOSX/Data/._B.CSV", body: "rubbish\0" },
    { path: "Data/._C.csv", body: "rubbish\0" },
    { path: "readme.txt", body: "read me" },
  ];
  test.each([false, true])("are all CSVs of a zip, in nested folders too (zip64: %s)", async (isZip64) => {
    const tables = await tablesOf(storedInput("data", zipOf(entries, { isZip64 })));
    expect(tables).toEqual([
      ["data/Data/multi_csv/A.csv", CSV],
      ["data/Data/B.CSV", "x,y\n1,2\n"],
      ["data/Data/streamed.csv", CSV],
    ]);
  });

  test("can be left early and read again", async () => {
    for (const body of [CSV, gzipSync(CSV), zipOf([{ path: "a.csv", body: CSV }])]) {
      const { store, file } = storedInput("a", body);
      for await (const table of readTables(store, file)) {
        for await (const chunk of table.bytes()) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
        const chunks: Uint8Array[] = [];
        for await (const chunk of table.bytes()) chunks.push(chunk);
        expect(Buffer.concat(chunks).toString()).toBe(CSV);
      }
    }
  });
});

describe("a file that is not what it should be", () => {
  test.each([
    ["", "x.csv is empty"],
    [" \r\n", "x.csv has nothing but blanks"],
    [
      "<!DOCTYPE html><title>404 Not Found</title>",
      'x.csv is a web page (HTML, "404 Not Found"), and not a CSV',
    ],
    [
      '\ufeff\n<html><title>Welcome</title><form><input type="password"></form></html>',
      'x.csv is a login page (HTML, "Welcome"), and not a CSV',
    ],
    [
      '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      'x.csv is XML, and not a CSV: it says "AccessDenied: Access Denied"',
    ],
    ["<feed/>", 'x.csv is XML, and not a CSV: it begins with "<feed/>"'],
    ['{"error": "gone"}', 'x.csv is JSON, and not a CSV: it begins with "{\\"error\\": \\"gone\\"}"'],
    ["[\n  {}]", 'x.csv is JSON, and not a CSV: it begins with "[ {}]"'],
    ["SQLite format 3\0…", "x.csv is a GeoPackage or another SQLite database, and not a CSV"],
    ["a,b\0c", "x.csv has bytes that no text has"],
  ])("is refused with what it is: %j", async (body, message) => {
    const { message: said, hint } = await refusalOf("x.csv", body);
    expect(said).toContain(message);
    expect(hint).toMatch(/\.$/);
  });

  test("is refused inside of a gzip or a zip too", async () => {
    const page = "<html><head><title>Maintenance</title>";
    expect((await refusalOf("x.csv.gz", gzipSync(page))).message).toContain(
      'is a web page (HTML, "Maintenance")',
    );
    const { message } = await refusalOf("x.zip", zipOf([{ path: "a.csv", body: page }]));
    expect(message).toContain("x.zip/a.csv is a web page");
    expect((await refusalOf("x", gzipSync(gzipSync(CSV)))).message).toContain("holds another archive");
    expect((await refusalOf("x", gzipSync(""))).message).toContain("x is empty");
  });

  test("is refused if it is a zip without a CSV", async () => {
    expect((await refusalOf("x", zipOf([]))).message).toBe("x is a zip without a CSV: it is empty.");
    const documents = ["a.pdf", "b.txt", "c.doc", "d.doc"].map((path) => ({ path, body: "text" }));
    expect((await refusalOf("x", zipOf(documents))).message).toBe(
      "x is a zip without a CSV: it holds a.pdf, b.txt, c.doc, ….",
    );
    const workbook = zipOf([{ path: "[Content_Types].xml", body: "<x/>" }]);
    expect((await refusalOf("x", workbook)).message).toContain("is a spreadsheet");
  });

  test.each([
    [{ isEncrypted: true }, "a.csv is encrypted"],
    [{ method: 9 }, "Deflate64, which Windows uses for files over 2 GB"],
    [{ method: 77 }, "cannot unpack (method 77)"],
    [{ crc: 1 }, "checksum (CRC-32) is not the one"],
    [{ crc: 1, method: 0 }, "checksum (CRC-32) is not the one"],
    [{ size: CSV.length - 1 }, "more bytes than the zip's directory says"],
    [{ size: CSV.length + 1 }, "fewer bytes than the zip's directory says"],
    [{ path: "../a.csv" }, "invalid relative path"],
  ] satisfies [Partial<ZipEntry>, string][])(
    "is refused if it is a zip with the entry %j",
    async (entry, message) => {
      const zip = zipOf([{ path: "a.csv", body: CSV, ...entry }]);
      expect((await refusalOf("x.zip", zip)).message).toContain(message);
    },
  );

  test.each([
    ["gzip", gzipSync(CSV)],
    ["gzip of two members, in its second", Buffer.concat([gzipSync("a,b\n"), gzipSync(CSV)])],
    [
      "zip",
      zipOf([
        { path: "a.csv", body: CSV },
        { path: "b.csv", body: "c,d\n", method: 0 },
      ]),
    ],
    ["zip64", zipOf([{ path: "a.csv", body: CSV }], { isZip64: true })],
  ])("is refused at every length that a %s can be cut off at", async (kind, body) => {
    const whole = await tablesOf(storedInput("x", body));
    expect(whole[0]?.[1]).toContain("a,b");
    const firstMember = kind.includes("two") ? gzipSync("a,b\n").length : 0;
    for (
      let length = firstMember + 1;
      length < body.length;
      length += length < 100 || body.length - length < 200 ? 1 : 17
    ) {
      // Two bytes of a zip are two letters, which a CSV may be.
      if (kind.startsWith("zip") && length <= 2) continue;
      const error: unknown = await tablesOf(storedInput("x", body.subarray(0, length))).catch(
        (thrown) => thrown,
      );
      expect(error, `cut off after ${length} bytes`).toBeInstanceOf(InvalidInput);
    }
  });

  test("is said to be cut off if it is a zip without its end", async () => {
    const zip = zipOf([{ path: "a.csv", body: CSV }]);
    expect((await refusalOf("x.zip", zip.subarray(0, zip.length - 30))).message).toBe(
      "x.zip cannot be unpacked: its zip is cut off: the directory at its end is missing.",
    );
  });

  test("is refused, or has the same text, whichever bit of a gzip or a zip is wrong", async () => {
    const text = "a,b\r\n".repeat(20);
    for (const body of [
      gzipSync(text),
      zipOf([{ path: "a.csv", body: text }]),
      zipOf([{ path: "a.csv", body: text, method: 0 }]),
    ]) {
      let refused = 0;
      for (let bit = 0; bit < 8 * body.length; bit++) {
        const wrong = Buffer.from(body);
        wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const found: unknown = await tablesOf(storedInput("x", wrong)).catch((thrown: unknown) => thrown);
        if (Array.isArray(found))
          expect(
            found.map(([, read]) => read),
            `bit ${bit}`,
          ).toEqual([text]);
        else expect(found, `bit ${bit}`).toBeInstanceOf(InvalidInput);
        if (!Array.isArray(found)) refused++;
      }
      expect(refused).toBeGreaterThan(8 * 20);
    }
  });
});

test("a quarter of a gigabyte is unpacked in little memory", async () => {
  const member = gzipSync(Buffer.alloc(8 * 2 ** 20, CSV), { level: 1 });
  const { store, file } = storedInput("x.gz", Buffer.concat(Array.from({ length: 32 }, () => member)));
  const before = process.memoryUsage().arrayBuffers;
  let bytes = 0;
  let most = 0;
  for await (const table of readTables(store, file))
    for await (const chunk of table.bytes()) {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
  expect(bytes).toBe(2 ** 28);
  expect(most).toBeLessThan(2 ** 27);
});

test("an object that is missing or that was changed is no fault of the file", async () => {
  const { store, file } = storedInput("x.zip", zipOf([{ path: "a.csv", body: CSV }]), { partBytes: 500 });
  const last = file.parts.at(-1)?.key ?? "";
  store.objects.set(last, Buffer.from("other"));
  await expect(tablesOf({ store, file })).rejects.toMatchObject({ name: "AnalysisFailed" });
  store.objects.delete(last);
  await expect(tablesOf({ store, file })).rejects.toMatchObject({ name: "AnalysisFailed" });
});
