import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { postcodeTable } from "../../../analysis/housing/postcode-table.ts";
import type { PlacedSale } from "../../../analysis/housing/sale.ts";
import { salesScanner } from "../../../analysis/housing/sales-scanner.ts";
import { depth, SEED } from "../../support/depth.ts";
import { type FindPostcode, scanPlainly } from "../../support/housing/plain-scanner.ts";

const PLACE = { station: "Bank", metres: 120, others: ["Monument"] };

/** Postcodes in a circle, outside of all, and without a location. */
function smallTable() {
  const builder = postcodeTable(({ latitude }) => (latitude < 51.52 ? PLACE : null));
  builder.add("EC3V 3LA", { latitude: 51.513, longitude: -0.088 });
  builder.add("EC3V 9ZZ", { latitude: 51.6, longitude: -0.2 });
  builder.add("EC1A 1AA", null);
  return builder.finish();
}
const postcodes = smallTable();

const GUID = "{6F2C1A3B-0000-4000-8000-0123456789AB}";
const FIELDS = [
  ...[GUID, "500000", "2026-05-14 00:00", "EC3V 3LA", "F", "N", "L"],
  ...["12", "FLAT 3", "LOMBARD STREET", "", "LONDON", "CITY OF LONDON", "GREATER LONDON", "A", "A"],
];
const COLUMN = {
  id: 0,
  price: 1,
  date: 2,
  postcode: 3,
  type: 4,
  isNew: 5,
  tenure: 6,
  street: 9,
  category: 14,
  status: 15,
};

const quoted = (fields: readonly string[]): string =>
  `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(",")}\r\n`;

/** The row with some fields replaced. */
const row = (changed: Partial<Record<keyof typeof COLUMN, string>> = {}): string => {
  const fields = [...FIELDS];
  for (const [name, value] of Object.entries(changed)) fields[COLUMN[name as keyof typeof COLUMN]] = value;
  return quoted(fields);
};

interface Scanned {
  readonly counts: ReturnType<ReturnType<typeof salesScanner>["end"]>;
  readonly sales: PlacedSale[];
  readonly rejected: { readonly line: number; readonly reason: string; readonly record: string }[];
}

/** @param size of the chunks in bytes. */
function scan(file: string | Uint8Array, size = Number.MAX_SAFE_INTEGER): Scanned {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const sales: PlacedSale[] = [];
  const rejected: Scanned["rejected"] = [];
  const scanner = salesScanner({
    postcodes,
    today: "2026-12-01",
    onSale: (sale) => sales.push(sale),
    onRejected: (one) => rejected.push(one),
  });
  for (let start = 0; start < bytes.length; start += size) scanner.write(bytes.slice(start, start + size));
  return { counts: scanner.end(), sales, rejected };
}

describe("a sale", () => {
  test("has its fields, its place and its line", () => {
    const { sales, counts } = scan(row());
    expect(sales).toEqual([
      {
        id: "6f2c1a3b-0000-4000-8000-0123456789ab",
        line: 1,
        status: "A",
        price: 500_000,
        date: "2026-05-14",
        postcode: "EC3V 3LA",
        type: "F",
        isNew: false,
        tenure: "L",
        paon: "12",
        saon: "FLAT 3",
        street: "LOMBARD STREET",
        locality: "",
        town: "LONDON",
        district: "CITY OF LONDON",
        county: "GREATER LONDON",
        category: "A",
        place: { ...PLACE, latitude: 51.513, longitude: -0.088 },
      },
    ]);
    expect(counts).toMatchObject({ read: 1, kept: 1, rejected: 0, latestDate: "2026-05-14" });
  });

  test("can have quotes and commas in its names, and a postcode in small letters without a blank", () => {
    const { sales } = scan(row({ street: 'THE "OLD", ROAD', postcode: "ec3v3la" }));
    expect(sales).toMatchObject([{ street: 'THE "OLD", ROAD', postcode: "EC3V 3LA" }]);
  });

  test("can be written without quotes, by a spreadsheet", () => {
    expect(scan(`${FIELDS.join(",")}\n`).sales).toEqual(scan(row()).sales);
  });

  test("has each name in UTF-8, or else in Windows-1252, field by field", () => {
    const [before = "", after = ""] = row({ street: "CAFÉ" }).split("CAFÉ");
    const latin = Buffer.concat([
      Buffer.from(before),
      Buffer.from([0x43, 0x80, 0xc9]),
      Buffer.from(after.replace("LONDON", "ÎLE")),
    ]);
    expect(scan(latin).sales).toMatchObject([{ street: "C€É", town: "ÎLE" }]);
    const neither = Buffer.concat([Buffer.from(before), Buffer.from([0x81]), Buffer.from(after)]);
    expect(scan(neither).rejected).toMatchObject([{ reason: "its text is neither UTF-8 nor Windows-1252" }]);
  });
});

describe("a row is rejected", () => {
  test.each([
    [{ id: "6F2C1A3B-0000-4000-8000-0123456789AB" }, "its id is not a {GUID}"],
    [{ id: "{6F2C1A3B-0000-4000-8000-0123456789AG}" }, "its id is not a {GUID}"],
    [{ price: "0" }, "its price is £0 or £1"],
    [{ price: "1" }, "its price is £0 or £1"],
    [{ price: "" }, "its price is not a whole number of pounds"],
    [{ price: "500,000" }, "its price is not a whole number of pounds"],
    [{ price: "99999999999" }, "its price is not a whole number of pounds"],
    [{ date: "14/05/2026 00:00" }, "its date is not a day as YYYY-MM-DD 00:00"],
    [{ date: "2026-02-29 00:00" }, "its date is not a day as YYYY-MM-DD 00:00"],
    [{ date: "2026-05-14 12:00" }, "its date is not a day as YYYY-MM-DD 00:00"],
    [{ date: "1994-12-31 00:00" }, "its date is before 1995"],
    [{ date: "2026-12-02 00:00" }, "its date is in the future"],
    [{ postcode: "EC3V  3LA" }, "its postcode is not a postcode"],
    [{ postcode: "LONDON" }, "its postcode is not a postcode"],
    [{ type: "X" }, "its property type is not D, S, T, F or O"],
    [{ isNew: "" }, "new or old is not Y or N"],
    [{ tenure: "FL" }, "its tenure is not F, L or U"],
    [{ category: "C" }, "its category is not A or B"],
    [{ status: "X" }, "its status is not A, C or D"],
  ] as const)("that has %j: %s", (changed, reason) => {
    const { rejected, counts } = scan(row() + row(changed) + row());
    // The same row again is no fault.
    expect(rejected).toEqual([{ line: 2, reason, record: row(changed).trimEnd() }]);
    expect(counts).toMatchObject({ read: 3, kept: 1, rejected: 1, excluded: { repeated: 1 } });
  });

  test("that has 15 or 17 columns", () => {
    const { rejected } = scan(quoted(FIELDS.slice(0, 15)) + quoted([...FIELDS, "A"]));
    expect(rejected.map(({ reason }) => reason)).toEqual([
      "it has 15 columns instead of 16",
      "it has 17 columns instead of 16",
    ]);
  });

  test("that has the id of an earlier row and other contents", () => {
    const { rejected, sales } = scan(row() + row({ price: "400000" }));
    expect(rejected).toMatchObject([{ line: 2, reason: "its id is on line 1 with other contents" }]);
    expect(sales).toMatchObject([{ price: 500_000 }]);
  });

  test("whose quotes do not fit, and the next row that begins a sale is read", () => {
    const broken = row().replace('"LOMBARD STREET"', '"LOMBARD STREET');
    const { rejected, counts } = scan(broken + row({ id: GUID.replace("6F", "7F") }));
    expect(rejected).toEqual([{ line: 1, reason: "its quotes do not fit", record: broken.trimEnd() }]);
    expect(counts).toMatchObject({ read: 2, kept: 1, rejected: 1 });
  });

  test("that ends with the file in the middle of a field", () => {
    expect(scan(`${row()}"{6F2C`).rejected).toMatchObject([{ line: 2, reason: "its quotes do not fit" }]);
  });

  test("that is longer than any sale, without keeping it all", () => {
    const { rejected, counts } = scan(`"${"x".repeat(300_000)}\r\n${row()}`, 10_000);
    expect(rejected.at(-1)?.record.length).toBeLessThanOrEqual(10_000);
    expect(counts.kept).toBe(1);
  });
});

describe("a sale is excluded", () => {
  test.each([
    ["category", { category: "B" }],
    ["category", { category: "B", type: "O", postcode: "" }],
    ["type", { type: "O" }],
    ["noPostcode", { postcode: "" }],
    ["unknownPostcode", { postcode: "EC3V 1AA" }],
    ["unknownPostcode", { postcode: "EC4A 1AA" }],
    ["noPoint", { postcode: "EC1A 1AA" }],
    ["outside", { postcode: "EC3V 9ZZ" }],
    ["outside", { postcode: "LS1 1AA" }],
  ] as const)("as %s if it has %j", (reason, changed) => {
    const { counts, sales } = scan(row(changed));
    expect(counts).toMatchObject({ read: 1, kept: 0, rejected: 0, excluded: { [reason]: 1 } });
    expect(sales).toEqual([]);
  });

  test("but a change of it is told, since it ends what was said before", () => {
    const { counts, sales } = scan(row({ status: "C", category: "B" }));
    expect(counts).toMatchObject({ read: 1, replaced: 0, excluded: { category: 1 } });
    expect(sales).toMatchObject([{ status: "C", place: null }]);
  });
});

describe("the status comes first", () => {
  test("a change replaces, a deletion deletes whatever else the row has", () => {
    const { counts, sales } = scan(
      row({ status: "C" }) +
        row({ id: GUID.replace("6F", "7F"), status: "D", category: "B", price: "", postcode: "?" }),
    );
    expect(counts).toMatchObject({ read: 2, kept: 0, replaced: 1, deleted: 1, rejected: 0 });
    expect(sales).toMatchObject([
      { status: "C", place: PLACE },
      { status: "D", place: null },
    ]);
  });
});

describe("a file", () => {
  const file = `\uFEFF${row()}\r\n${row({ id: GUID.replace("6F", "7F"), street: 'A "B", C' }).replace("\r\n", "\n")}${row({ price: "x" })}${row({ id: GUID.replace("6F", "8F"), status: "D" }).trimEnd()}`;

  test("can begin with a byte order mark, have empty lines, and end without a line's end", () => {
    const { counts, sales, rejected } = scan(file);
    expect(counts).toMatchObject({ read: 4, kept: 2, deleted: 1, rejected: 1 });
    expect(sales.map(({ line }) => line)).toEqual([1, 3, 5]);
    expect(rejected).toMatchObject([{ line: 4 }]);
  });

  test("gives the same wherever it is cut", () => {
    const whole = scan(file);
    for (let size = 1; size < 260; size++) expect(scan(file, size), `chunks of ${size}`).toEqual(whole);
  });

  test("that is empty has no rows", () => {
    expect(scan("").counts).toMatchObject({ read: 0, rejected: 0, latestDate: null });
  });

  test("is rejected once where it has no rows for long, wherever it is cut", () => {
    const long = `"${"x".repeat(100_000)}\r\n${"y".repeat(100_000)}\r\n`;
    const whole = scan(row() + long + row({ id: GUID.replace("6F", "7F") }));
    expect(whole.counts).toMatchObject({ read: 3, kept: 2, rejected: 1 });
    expect(whole.rejected).toMatchObject([{ line: 2, reason: "it is longer than 64 KB" }]);
    expect(whole.sales.map(({ line }) => line)).toEqual([1, 4]);
    for (const size of [999, 65_536, 100_157])
      expect(scan(row() + long + row({ id: GUID.replace("6F", "7F") }), size), `${size}`).toEqual(whole);
  });

  test("of any rows is read as by a slow and plain scanner, wherever it is cut", () => {
    fc.assert(
      fc.property(anyFile, fc.integer({ min: 1, max: 700 }), (rows, size) => {
        const { counts, sales, rejected } = scan(Buffer.from(rows.join(""), "latin1"), size);
        const excluded = Object.values(counts.excluded).reduce((sum, one) => sum + one, 0);
        expect(counts.read).toBe(counts.kept + counts.replaced + counts.deleted + excluded + counts.rejected);
        const plain = scanPlainly(rows, "2026-12-01", findPlainly);
        expect({
          counts,
          sales: sales.map(whatCounts),
          rejected: rejected.map(({ line, reason }) => ({ line, reason })),
        }).toEqual({ ...plain, sales: plain.sales.map(whatCounts) });
        for (const { line, record } of rejected) {
          const raw = rows.find((_, index) => lineOf(rows, index) === line) ?? "";
          if (/^[\0-\x7f]*$/.test(raw)) expect(record).toBe(raw.replace(/[\r\n]+$/, ""));
        }
      }),
      { numRuns: depth({ usual: 400, deep: 10_000 }), seed: SEED },
    );
  });
});

/** What the small table says. */
const findPlainly: FindPostcode = (postcode) => {
  if (postcode === "EC3V 3LA") return { ...PLACE, latitude: 51.513, longitude: -0.088 };
  if (postcode === "EC1A 1AA") return "noPoint";
  return postcode === "EC3V 9ZZ" || !postcode.startsWith("EC") ? "outside" : "unknownPostcode";
};

/** Of a deletion the other fields are not checked, and nobody reads them. */
const whatCounts = (sale: PlacedSale): Partial<PlacedSale> =>
  sale.status === "D"
    ? { id: sale.id, line: sale.line, status: "D", date: sale.date, place: sale.place }
    : sale;

/** The line that a row begins in. */
const lineOf = (rows: readonly string[], index: number): number =>
  rows.slice(0, index).join("").split("\n").length;

/** A name: bytes of ASCII, UTF-8, Windows-1252 and of neither, as characters. */
const anyName = fc.string({
  unit: fc.constantFrom("A", "b", "\xc3\x89", "\x80", "\xc9", "\x81", '"', ",", " ", "\n", "1"),
  maxLength: 6,
});
const mostly = (usual: string, ...others: readonly string[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const anyFields = fc
  .tuple(
    fc.integer({ min: 0, max: 20 }),
    mostly("A", "g"),
    mostly("500000", "2", "1", "", "0001", "12x", "2000000000", "9999999999"),
    mostly("2026-05-14 00:00", "1999-01-01", "2026-13-01 00:00", "2100-01-01 00:00", "1994-12-31 00:00"),
    mostly("EC3V 3LA", "ec3v3la", "EC3V 9ZZ", "", "EC1A 1AA", "EC4A 9AA", "LS1 1AA", "E  1AA", "EC3V 3LAA"),
    mostly("F", "D", "S", "T", "O", "", "f"),
    mostly("N", "Y", "?"),
    mostly("L", "F", "U", "FL"),
    fc.tuple(anyName, mostly("FLAT 3", "", "B"), mostly("HIGH STREET", "A, B", "\xc9")),
    mostly("A", "B", "C"),
    fc.constantFrom("A", "A", "A", "C", "D"),
    mostly("", "17th"),
  )
  .map(([number, digit, price, date, postcode, type, isNew, tenure, names, category, status, more]) => {
    const id = `{${number.toString(16).padStart(8, "0")}-0000-4000-8000-0123456789A${digit}}`;
    const [paon, saon, street] = names;
    const fields = [id, price, date, postcode, type, isNew, tenure, paon, saon, street];
    return [
      ...fields,
      "",
      "LONDON",
      "CITY",
      "GREATER LONDON",
      category,
      status,
      ...(more === "" ? [] : [more]),
    ];
  });

/** Rows in quotes, of which some lack one, as the Land Registry writes them; or with quotes only where they must be. */
const anyFile = fc
  .tuple(
    fc.array(fc.tuple(anyFields, fc.constantFrom("\r\n", "\n"), fc.nat({ max: 400 })), { maxLength: 25 }),
    fc.boolean(),
  )
  .map(([rows, isQuoted]) =>
    rows.map(([fields, lineEnd, lost]) => {
      const row = fields
        .map((field) => (isQuoted || /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
        .join(",");
      const quotes = [...row.matchAll(/"/g)].map(({ index }) => index).slice(1);
      // One row in ten or so. A name of two lines that loses a quote is two rows, both broken.
      const cut = isQuoted && !row.includes("\n") ? quotes[lost] : undefined;
      return (cut === undefined ? row : row.slice(0, cut) + row.slice(cut + 1)) + lineEnd;
    }),
  );
