import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatPostcode, parsePostcode } from "../../../analysis/housing/postcode.ts";
import {
  NO_POINT,
  NO_POSTCODE,
  OUTSIDE,
  type PostcodeTable,
  postcodeTable,
  UNKNOWN,
} from "../../../analysis/housing/postcode-table.ts";
import type { Point } from "../../../analysis/posts/post.ts";

describe("a postcode", () => {
  test.each([
    "SW1A 1AA",
    "M1 1AE",
    "B33 8TH",
    "CR2 6XH",
    "DN55 1PT",
    "W1A 0AX",
    "EC1A 1BB",
    "GIR 0AA",
    "NPT 0AA",
  ])("%s is read in capital or small letters, with one blank or none", (postcode) => {
    for (const text of [postcode, postcode.toLowerCase(), postcode.replace(" ", ""), ` ${postcode} `]) {
      const numbers = parsePostcode(text);
      expect(numbers && formatPostcode(numbers)).toBe(postcode);
    }
  });

  test.each([
    "",
    "?",
    "SW1A",
    "SW1A  1AA",
    "SW1A 1A",
    "SW1A 1AAA",
    "SW1AA 1AA",
    "1A 1AA",
    "A1B2 1AA",
    "AAA1 1AA",
    "A123 1AA",
    "ABC 1AA",
    "S 1AA",
    "SW1A-1AA",
    "SW1A 11A",
    "SŴ1 1AA",
    "SW1A 1A\u0100",
  ])("is not %j", (text) => expect(parsePostcode(text)).toBeNull());

  test("of more letters than a postcode has is none, whatever it begins with", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (end) => {
        fc.pre(end.trim() !== "");
        expect(parsePostcode(`SW1A 1AA${end}`)).toBeNull();
      }),
    );
  });
});

const find = (table: PostcodeTable, postcode: string): number => {
  const bytes = new TextEncoder().encode(`,${postcode},`);
  return table.find(bytes, 1, bytes.length - 1);
};

/** North of the equator is Bank, or on whole degrees nothing; the distance tells points apart. */
const findPlace = ({ latitude, longitude }: Point) =>
  Number.isInteger(latitude)
    ? null
    : {
        station: latitude > 0 ? "Bank" : "Oval",
        metres: Math.round(Math.abs(longitude)),
        others: longitude > 0 ? ["Angel"] : [],
      };

const postcodes = fc
  .tuple(
    fc.constantFrom("E", "SW", "WC", "N"),
    fc.integer({ min: 1, max: 12 }),
    fc.constantFrom("", "A", "Z"),
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom("AA", "ZZ", "QX"),
  )
  .map(([area, district, letter, sector, unit]) => `${area}${district % 10 || 1}${letter} ${sector}${unit}`);
const points = fc.option(
  fc.record({
    latitude: fc.constantFrom(-1.5, 1, 1.5, 2.25),
    longitude: fc.integer({ min: -180, max: 180 }),
  }),
);

describe("a table of postcodes", () => {
  test("says of every postcode what was said last of it, as a map would", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(postcodes, points), { maxLength: 300 }), postcodes, (added, other) => {
        const builder = postcodeTable(findPlace);
        const expected = new Map<string, Point | null>();
        for (const [postcode, point] of added) {
          expect(builder.add(postcode, point)).toBe(true);
          expected.set(postcode, point);
        }
        const table = builder.finish();
        expect(table.size).toBe(expected.size);
        const areaOf = (postcode: string): string => postcode.replace(/\d.*/, "");
        expect(table.areas).toEqual(
          Object.fromEntries(
            [...Map.groupBy(expected.keys(), areaOf)].map(([area, some]) => [area, some.length]),
          ),
        );
        for (const [postcode, point] of expected) {
          const place = point && findPlace(point);
          const number = find(table, postcode.toLowerCase());
          if (point === null) expect(number).toBe(NO_POINT);
          else if (place === null) expect(number).toBe(OUTSIDE);
          else expect(table.place(number)).toEqual({ ...place, ...point });
        }
        if (!expected.has(other))
          expect(find(table, other)).toBe(table.areas[areaOf(other)] === undefined ? OUTSIDE : UNKNOWN);
      }),
    );
  });

  test("has more places than it has room for at first", () => {
    const builder = postcodeTable(findPlace);
    const all = Array.from({ length: 6760 }, (_, index) => {
      const [sector, rest] = [Math.floor(index / 676), index % 676];
      return `SW1 ${sector}${String.fromCharCode(65 + Math.floor(rest / 26), 65 + (rest % 26))}`;
    });
    for (const [index, postcode] of all.entries())
      builder.add(postcode, { latitude: 1.5, longitude: index / 100 });
    const table = builder.finish();
    expect(table.size).toBe(6760);
    for (const [index, postcode] of all.entries())
      expect(table.place(find(table, postcode))).toMatchObject({ station: "Bank", longitude: index / 100 });
    expect(() => table.place(6760)).toThrow(RangeError);
  });

  test("refuses what is no postcode, and finds none in it", () => {
    const builder = postcodeTable(findPlace);
    expect(builder.add("SW1A  1AA", null)).toBe(false);
    const table = builder.finish();
    expect(table).toMatchObject({ size: 0, areas: {} });
    expect([find(table, "SW1A  1AA"), find(table, ""), find(table, "SW1A 1AA")]).toEqual([
      NO_POSTCODE,
      NO_POSTCODE,
      OUTSIDE,
    ]);
  });
});
