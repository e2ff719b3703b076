import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { NO_POINT, NO_POSTCODE, OUTSIDE, UNKNOWN } from "../../../analysis/housing/postcode-table.ts";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import { InvalidInput } from "../../../functions/errors.ts";
import { inputManifestKey, placedManifestKey } from "../../../functions/housing/keys.ts";
import { placeSales } from "../../../functions/housing/place-sales.ts";
import { PlacedManifest } from "../../../functions/housing/placed-manifest.ts";
import {
  type PostcodeFiles,
  readPostcodes,
  refuseSmallerEdition,
} from "../../../functions/housing/postcode-files.ts";
import { STATIONS_KEY } from "../../../functions/posts/keys.ts";
import { encodeJson, readJson } from "../../../functions/runs/manifest.ts";
import { storedInput } from "../../support/housing/input-files.ts";
import { zipOf } from "../../support/housing/zip.ts";
import { memoryStore } from "../../support/memory-store.ts";

const findPlace = stationFinder([
  { name: "Westminster", slug: "westminster", zone: "1", latitude: 51.501, longitude: -0.1254 },
]);

/** Reads the files as one run's. */
function read(files: Readonly<Record<string, string | Uint8Array>>): Promise<PostcodeFiles> {
  const store = memoryStore();
  const inputs = Object.entries(files).map(
    ([name, body]) => storedInput(name, body, { partBytes: 333, store }).file,
  );
  return readPostcodes(store, inputs, findPlace);
}

const refusalOf = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
  const error: unknown = await read(files).catch((thrown: unknown) => thrown);
  if (!(error instanceof InvalidInput)) throw new Error(`expected a refusal: ${String(error)}`);
  expect(error.hint).toMatch(/\.$/);
  return error.message;
};

/** What the table says of a postcode: the nearest station, or why there is none. */
function find({ table }: PostcodeFiles, postcode: string): string {
  const bytes = Buffer.from(postcode);
  const number = table.find(bytes, 0, bytes.length);
  if (number >= 0) return table.place(number).station;
  return (
    { [NO_POSTCODE]: "no postcode", [UNKNOWN]: "unknown", [NO_POINT]: "no point", [OUTSIDE]: "outside" }[
      number
    ] ?? ""
  );
}

const ONSPD_HEADER = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,lat,long,imd20ind";
const onspdRow = (postcode: string, lat: string, long: string, doterm = ""): string =>
  `"${postcode}","${postcode}","${postcode}","198001","${doterm}","E09000033",${lat},${long},"1"`;
const onspd = (...rows: readonly string[]): string => `${[ONSPD_HEADER, ...rows].join("\r\n")}\r\n`;

const SW = [
  onspdRow("SW1A 0AA", "51.499840", "-0.124663"),
  onspdRow("SW1A 2AA", "51.503540", "-0.127695", "199912"),
  onspdRow("SW9 9ZZ", "99.999999", "0.000000"),
  onspdRow("SW20 0AA", "51.410000", "-0.230000"),
];
const E = [onspdRow("E1 6AN", "51.520000", "-0.070000"), onspdRow("E1W 1AA", "0", "0")];

describe("ONSPD", () => {
  test("is read by the names of its columns, with terminated postcodes and those without a grid reference", async () => {
    const files = await read({ "ONSPD_NOV_2025_UK.csv": onspd(...SW, ...E) });
    expect(files).toMatchObject({ kind: "onspd", withoutPoint: 2, terminated: 1, unusable: 0 });
    expect(files.table).toMatchObject({ size: 6, areas: { E: 2, SW: 4 } });
    expect(
      ["SW1A 0AA", "sw1a0aa", "SW1A 2AA", "SW9 9ZZ", "E1W 1AA", "SW20 0AA"].map((one) => find(files, one)),
    ).toEqual(["Westminster", "Westminster", "Westminster", "no point", "no point", "outside"]);
    expect(["SW1A 0AB", "N1 1AA", "SW1A  0AA", "?"].map((one) => find(files, one))).toEqual([
      "unknown",
      "outside",
      "no postcode",
      "no postcode",
    ]);
  });

  test("may have its columns in any order and any case, quoted or not, a byte order mark, LF, and no last line end", async () => {
    const csv =
      '\ufeff"LONG","Lat",other,"DOTERM",PCDS\n-0.124663,51.499840,"a, ""b""\n c",,SW1A 0AA\n\n"-0.127695","51.50354",,,"SW1A 2AA"';
    const files = await read({ "a.csv": csv });
    expect(files.table.size).toBe(2);
    expect(find(files, "SW1A 0AA")).toBe("Westminster");
    expect(find(files, "SW1A 2AA")).toBe("Westminster");
  });

  test("has postcodes of other lengths in older editions, with two blanks or none", async () => {
    const files = await read({
      "a.csv": onspd(onspdRow("SW1  1AA", "51.5", "-0.125"), onspdRow("SW1A1AA", "51.5", "-0.125")),
    });
    expect([find(files, "SW1 1AA"), find(files, "SW1A 1AA")]).toEqual(["Westminster", "Westminster"]);
  });

  test("of Northern Ireland is left out", async () => {
    const files = await read({ "a.csv": onspd(...SW, onspdRow("BT1 1AA", "54.6", "-5.9")) });
    expect(files.table.areas).toEqual({ SW: 4 });
    expect(find(files, "BT1 1AA")).toBe("outside");
    expect(await refusalOf({ "bt.csv": onspd(onspdRow("BT1 1AA", "54.6", "-5.9")) })).toBe(
      "bt.csv has no postcodes of Great Britain.",
    );
  });

  const whole = { path: "Data/ONSPD_NOV_2025_UK.csv", body: onspd(...SW, ...E) };
  const areas = [
    { path: "Data/multi_csv/ONSPD_NOV_2025_UK_E.csv", body: onspd(...E) },
    { path: "Data/multi_csv/ONSPD_NOV_2025_UK_SW.csv", body: onspd(...SW) },
  ];
  const documents = [
    { path: "Documents/2011 Census OAC.csv", body: "OAC11,Supergroup\r\n1A1,Rural\r\n" },
    { path: "User Guide/guide.pdf", body: "%PDF" },
  ];

  test.each([
    ["a zip with one CSV", { "onspd.zip": zipOf([...documents, whole]) }],
    ["a zip with a CSV for each area", { "onspd.zip": zipOf([...documents, ...areas]) }],
    ["a zip with both, which are not counted twice", { "onspd.zip": zipOf([...areas, whole, ...documents]) }],
    ["a folder of areas", Object.fromEntries(areas.map(({ path, body }) => [path.slice(15), body]))],
    ["a gzip", { "onspd.csv.gz": gzipSync(whole.body) }],
  ])("comes as %s", async (_, given) => {
    const files = await read(given);
    expect(files).toMatchObject({ kind: "onspd", withoutPoint: 2, terminated: 1 });
    expect(files.table).toMatchObject({ size: 6, areas: { E: 2, SW: 4 } });
  });

  test("is refused in two editions, and twice", async () => {
    expect(
      await refusalOf({
        "ONSPD_AUG_2025_UK_SW.csv": onspd(...SW),
        "ONSPD_NOV_2025_UK_E.csv": onspd(...E),
      }),
    ).toContain("ONSPD_AUG_2025_UK_SW.csv and ONSPD_NOV_2025_UK_E.csv are of different editions");
    const zip = zipOf([{ path: "a.csv", body: onspd(...SW) }]);
    expect(await refusalOf({ "one.zip": zip, "two.zip": zip })).toBe(
      "one.zip/a.csv and two.zip/a.csv are the same table.",
    );
  });

  test.each([
    ["pcds", "lacks the column pcds of ONSPD"],
    ["lat", "lacks the column lat of ONSPD"],
    ["doterm", "lacks the column doterm of ONSPD"],
    ["lat,long", "lacks the columns lat and long of ONSPD"],
  ])("without the columns %s is refused by their names", async (columns, message) => {
    const csv = onspd(...SW).replace(columns, columns.replaceAll(/[a-z]+/g, "other"));
    expect(await refusalOf({ "a.csv": csv })).toContain(`a.csv ${message}: its first row is pcd7,pcd8,`);
  });
});

describe("Code-Point Open", () => {
  const rows = [
    '"SW1A0AA",10,530268,179545,"E92000001","","","","E09000033","E05013806"',
    '"SW1A 2AA",10,530047,179951,"E92000001","","","","E09000033","E05013806"',
    '"SW1  1AB",60,530047,179951,"E92000001","","","","E09000033","E05013806"',
    '"SW99 9ZZ",90,0,0,"","","","","",""',
    '"E1 6AN",10,533500,181800,"E92000001","","","","E09000030","E05009336"',
  ];
  const csv = `${rows.join("\r\n")}\r\n`;
  const headers =
    "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\r\nPostcode,Positional_quality_indicator,Eastings,Northings,Country_code\r\n";

  test.each([
    ["a CSV without a header", { "codepo.csv": csv }],
    ["a CSV with its header", { "codepo.csv": `${headers.split("\r\n")[1]}\r\n${csv}` }],
    ["a CSV with both of its headers", { "codepo.csv": headers + csv }],
    [
      "a zip with a CSV for each area, and the header in another",
      {
        "codepo_gb.zip": zipOf([
          { path: "Doc/Code-Point_Open_Column_Headers.csv", body: headers },
          { path: "Doc/licence.txt", body: "OGL" },
          { path: "Data/CSV/e.csv", body: `${rows[4]}\r\n` },
          { path: "Data/CSV/sw.csv", body: rows.slice(0, 4).join("\r\n") },
        ]),
      },
    ],
  ])("comes as %s", async (_, given) => {
    const files = await read(given);
    expect(files).toMatchObject({ kind: "code-point-open", withoutPoint: 1, terminated: 0, unusable: 0 });
    expect(files.table.areas).toEqual({ E: 1, SW: 4 });
    expect(["SW1A 0AA", "SW1A 2AA", "SW1 1AB", "SW99 9ZZ", "E1 6AN"].map((one) => find(files, one))).toEqual([
      "Westminster",
      "Westminster",
      "Westminster",
      "no point",
      "outside",
    ]);
  });

  test("and ONSPD together are refused", async () => {
    expect(await refusalOf({ "codepo.csv": csv, "onspd.csv": onspd(...SW) })).toBe(
      "codepo.csv and onspd.csv are of two kinds, ONSPD and Code-Point Open.",
    );
  });

  test("is not taken for ONSPD if nothing but its header is there", async () => {
    expect(await refusalOf({ "headers.csv": headers })).toBe(
      "headers.csv has no postcodes of Great Britain.",
    );
  });
});

describe("a file without postcodes", () => {
  test("is refused with its first row", async () => {
    const sale = '"{34222872-B554-4D2B-E053-6B04A8C07E8A}","250000","2025-01-01 00:00","SW1A 1AA"\r\n';
    expect(await refusalOf({ "pp-2025.csv": sale })).toBe(
      "pp-2025.csv is neither ONSPD nor Code-Point Open: its first row is {34222872-B554-4D2B-E053-6B04A8C07E8A},250000,2025-01-01 00:00,SW1A 1AA.",
    );
    expect(await refusalOf({ "x.csv": "<html><title>Sorry</title>" })).toContain("x.csv is a web page");
    expect(await refusalOf({ "x.zip": zipOf([{ path: "y.csv", body: "a,b\n" }]) })).toContain(
      "x.zip/y.csv is neither",
    );
    await expect(read({})).rejects.toThrow("No postcode file was given.");
  });

  test("is refused although another file has some", async () => {
    expect(await refusalOf({ "sw.csv": onspd(...SW), "x.csv": "a,b\n" })).toContain("x.csv is neither");
  });

  test("is refused if more than 1 % of its rows are no postcodes, with the first of them", async () => {
    const good = Array.from({ length: 297 }, (_, index) =>
      onspdRow(`SW${1 + Math.floor(index / 10)} ${index % 10}AA`, "51.5", "-0.125"),
    );
    const bad = [
      onspdRow("SW1", "51.5", "-0.125"),
      onspdRow("SW1 1AB", "-0.125", "51.5"),
      onspdRow("SW1 1AD", "x", "0"),
    ];
    const files = await read({ "a.csv": onspd(...good, ...bad) });
    expect(files).toMatchObject({ unusable: 3, table: { size: 297 } });
    expect(await refusalOf({ "a.csv": onspd(...good.slice(1), ...bad) })).toContain(
      'a.csv: 3 of 299 rows are no postcodes with a position, the first on line 298: "SW1","SW1","SW1"',
    );
  });

  test("counts a row with too few fields or an open quote as no postcode, and goes on behind it", async () => {
    const rows = [...SW, '"SW1A 0AA","open', ...E, "SW1A 0AA"];
    const message = await refusalOf({ "a.csv": onspd(...rows) });
    expect(message).toContain("a.csv: 2 of 8 rows are no postcodes with a position, the first on line 6: ");
  });
});

test("rows that are left out are counted in the notes of the run", async () => {
  const store = memoryStore();
  const good = Array.from({ length: 100 }, (_, index) =>
    onspdRow(`SW1A ${index % 10}A${"ABDEFGHJLN"[Math.floor(index / 10)]}`, "51.5", "-0.125"),
  );
  const csv = onspd(...good, onspdRow("nothing", "51.5", "-0.125"));
  const sale = `"{34222872-B554-4D2B-E053-6B04A8C07E8A}","250000","2025-01-01 00:00","SW1A 1AA","F","N","L","1","","HIGH STREET","","LONDON","CAMDEN","LONDON","A","A"\r\n`;
  const files = [
    { ...storedInput("onspd.csv", csv, { store }).file, kind: "postcodes" },
    { ...storedInput("pp-2025.csv", sale, { store }).file, kind: "sales" },
  ];
  const run = { runId: "20260101T000000Z", scheduledTime: "2026-01-01T00:00:00Z" };
  await store.write(
    inputManifestKey(run.runId),
    encodeJson({ runId: run.runId, files, notes: ["A month is missing."] }),
  );
  await store.write(
    STATIONS_KEY,
    Buffer.from("Latitude,Longitude,Station,Zone\n51.501,-0.1254,Westminster,1\n"),
  );
  const placed = await placeSales({ run }, { store, progress: () => undefined, codeVersion: "test" });
  expect(placed).toEqual({ sales: 1, rejected: 0 });
  const manifest = await readJson(store, placedManifestKey(run.runId), PlacedManifest);
  expect(manifest?.notes).toEqual([
    "A month is missing.",
    "Rows of the postcode file that are no postcode with a position, and were left out: 1.",
  ]);
});

test("the bundled sample is ONSPD", async () => {
  const sample = await readFile(new URL("../../../data/synthetic-postcodes.csv.gz", import.meta.url));
  const files = await read({ "synthetic-postcodes.csv.gz": sample });
  expect(files).toMatchObject({ kind: "onspd", unusable: 0 });
  expect(Object.keys(files.table.areas)).toEqual(["ZX"]);
});

describe("an edition", () => {
  test("is accepted with new areas, without others, and with up to a tenth less", () => {
    refuseSmallerEdition({ SW: 1000, E: 10 }, { SW: 900, N: 5 });
    refuseSmallerEdition({}, { SW: 1 });
    refuseSmallerEdition({ SW: 1 }, {});
  });

  test("is refused with fewer than 90 % of an area's postcodes; the area that lacks most is named", () => {
    expect(() =>
      refuseSmallerEdition({ SW: 31_000, E: 20_000, N: 10 }, { SW: 27_899, E: 1_000, N: 10 }),
    ).toThrow(
      "The postcode file has 1,000 of the 20,000 postcodes that the last edition had in the area E, and 1 other area lacks more than a tenth as well. Sales there would find no station.",
    );
    expect(() => refuseSmallerEdition({ SW: 10 }, { SW: 8 })).toThrow(InvalidInput);
  });
});
