import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { parseStations } from "../../../functions/posts/stations.ts";

const HEADER = "Latitude,Longitude,Station,Zone";
const BOND_STREET = {
  name: "Bond Street",
  slug: "bond-street",
  zone: "1",
  latitude: 51.5142,
  longitude: -0.1494,
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string) => parseStations(bytes(text), "stations.csv");

/** What the person sees of the refusal. */
function refusal(csv: Uint8Array | string): { message: string; hint: string | undefined } {
  try {
    parseStations(typeof csv === "string" ? bytes(csv) : csv, "stations.csv");
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { message: error.message, hint: error.hint };
  }
  throw new Error("the file was accepted");
}

test("reads the stations in the order of the rows", () => {
  expect(parse(`${HEADER}\n51.5142,-0.1494,Bond Street,1\n51.6736,-0.607,Amersham,9\n`)).toEqual([
    BOND_STREET,
    { name: "Amersham", slug: "amersham", zone: "9", latitude: 51.6736, longitude: -0.607 },
  ]);
});

test.each([
  [
    "columns in another order, and others beside them",
    "Zone,id,Station,Longitude,Latitude,rail\n1,28,Bond Street,-0.1494,51.5142,0\n",
  ],
  ["a byte order mark", `\ufeff${HEADER}\n51.5142,-0.1494,Bond Street,1\n`],
  ["CRLF", `${HEADER}\r\n51.5142,-0.1494,Bond Street,1\r\n`],
  ["no line break at the end", `${HEADER}\n51.5142,-0.1494,Bond Street,1`],
  ["quoted fields", `"Latitude","Longitude","Station","Zone"\n"51.5142","-0.1494","Bond Street","1"\n`],
  ["blank lines and blanks around fields", `${HEADER}\n\n 51.5142, -0.1494 , Bond Street ,1\n\n`],
  ["numbers as spreadsheets write them", `${HEADER}\n+5.15142E+01,-.1494,Bond Street,1\n`],
])("accepts %s", (_, text) => {
  expect(parse(text)).toEqual([BOND_STREET]);
});

test("keeps a comma, a quote and the zone's text", () => {
  expect(parse(`${HEADER}\n51,0,"Terminals 1, 2 & ""3""",2/3\n`)).toMatchObject([
    { name: 'Terminals 1, 2 & "3"', slug: "terminals-1-2-3", zone: "2/3" },
  ]);
});

test("takes a name of 256 characters, however many bytes they are", () => {
  const name = `A${"é".repeat(254)}😀`;
  expect(parse(`${HEADER}\n51,0,${name},1\n`)[0]?.name).toBe(name);
});

test("never gives a negative zero", () => {
  expect(parse(`${HEADER}\n-0.0,-0,Null Island,1\n`)[0]).toMatchObject({ latitude: 0, longitude: 0 });
});

test.each([
  ["not UTF-8", new Uint8Array([0x4c, 0xe9, 0x0a]), "stations.csv is not encoded in UTF-8.", /UTF-8/],
  [
    "an empty file",
    "",
    "stations.csv lacks the columns Latitude, Longitude, Station, Zone: the file is empty.",
    /Latitude,Longitude,Station,Zone/,
  ],
  [
    "missing columns",
    "lat,Longitude,name,Zone\n1,2,a,1\n",
    "stations.csv lacks the columns Latitude, Station: found lat, Longitude, name, Zone.",
    /first|line/,
  ],
  [
    "one missing column",
    "Latitude,Longitude,Station\n1,2,a\n",
    "stations.csv lacks the column Zone: found Latitude, Longitude, Station.",
    /Zone/,
  ],
  [
    "a column that is there twice",
    `${HEADER},Station\n1,2,a,1,b\n`,
    "stations.csv has the column Station more than once.",
    /remove/,
  ],
  [
    "no rows",
    `${HEADER}\n\n`,
    "stations.csv has no stations: there is nothing below its header.",
    /Bond Street/,
  ],
])("refuses %s", (_, csv, message, hint) => {
  const refused = refusal(csv);
  expect(refused.message).toBe(message);
  expect(refused.hint).toMatch(hint);
});

test.each([
  [
    "a latitude that is no number",
    "51°30,-0.1,Bank,1",
    'the Latitude "51°30" is not a number.',
    /decimal point/,
  ],
  ["a missing longitude", "51.5,,Bank,1", 'the Longitude "" is not a number.', /decimal point/],
  ["a hexadecimal latitude", "0x33,-0.1,Bank,1", 'the Latitude "0x33" is not a number.', /decimal point/],
  ["NaN", "NaN,-0.1,Bank,1", 'the Latitude "NaN" is not a number.', /decimal point/],
  ["a latitude out of range", "91,-0.1,Bank,1", "the Latitude 91 is outside -90 to 90.", /degrees/],
  [
    "a longitude out of range",
    "51.5,-180.5,Bank,1",
    "the Longitude -180.5 is outside -180 to 180.",
    /degrees/,
  ],
  ["a number beyond all bounds", "1e999,-0.1,Bank,1", "the Latitude 1e999 is outside -90 to 90.", /degrees/],
  ["an empty name", "51.5,-0.1, ,1", "the station has no name.", /column Station/],
  ["a repeated name", "51.5,-0.1,Angel,1", 'the station "Angel" is already on line 2.', /Remove/],
  [
    "a name with the slug of another",
    "51.5,-0.1,ANGEL!,1",
    'the name "ANGEL!" is too much like "Angel" on line 2: both give the key "angel".',
    /differ/,
  ],
  [
    "a name without a slug",
    "51.5,-0.1,渋谷,1",
    'the name "渋谷" has no letter from a to z and no digit.',
    /Latin/,
  ],
  [
    "a NUL in a name",
    "51.5,-0.1,Ba\0nk,1",
    'the name "Ba\\u0000nk" has a control character in it.',
    /one line/,
  ],
  [
    "a name that is too long",
    `51.5,-0.1,${"x".repeat(257)},1`,
    `the name "${"x".repeat(40)}…" has 257 characters.`,
    /256/,
  ],
])("refuses %s, naming the line", (_, row, message, hint) => {
  const refused = refusal(`${HEADER}\n51.5322,-0.1058,Angel,1\n${row}\n`);
  expect(refused.message).toBe(`stations.csv, line 3: ${message}`);
  expect(refused.hint).toMatch(hint);
});

test.each([
  ["too few fields", `${HEADER}\n51.5,-0.1\n`],
  ["too many fields", `${HEADER}\n51.5,-0.1,Bank, City,1\n`],
  ["a quote that never ends", `${HEADER}\n51.5,-0.1,"Bank,1\n`],
])("refuses %s, naming the line", (_, text) => {
  const refused = refusal(text);
  expect(refused.message).toMatch(/^stations\.csv cannot be read as CSV: .*line 2/);
  expect(refused.hint).toMatch(/quotes/);
});

test("answers any bytes with stations or with a refusal that says what to do", () => {
  const cells = fc.constantFrom("51.5", "-0.1", "Bank", "1", "", '"', "\n", ",", "x\r\n", "\0", "é");
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 20 }), (parts) => {
      const text = `${HEADER}\n${parts.join(",")}`;
      try {
        expect(parse(text).length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        expect(error.hint).toBeDefined();
      }
    }),
  );
});
