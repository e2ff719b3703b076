import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compareUtf8 } from "../../analysis/order.ts";
import { makeStations, packagedStations } from "../../data/make-stations.ts";
import { CORRECTIONS } from "../../data/station-corrections.ts";
import { parseStations } from "../../functions/posts/stations.ts";

const read = (name: string): Buffer => readFileSync(new URL(`../../data/${name}`, import.meta.url));
const stations = parseStations(read("stations.csv"), "data/stations.csv");
/** Without the blanks that align its table. */
const note = read("stations.md").toString().replace(/ +\|/g, " |");

test("data/stations.csv is what its script generates (if not: npx node data/make-stations.ts)", () => {
  expect(read("stations.csv").toString()).toBe(makeStations(packagedStations(), CORRECTIONS));
});

test("has every packaged station except the closed one, ordered by the bytes of their names", () => {
  const names = stations.map((station) => station.name);
  expect(names).toHaveLength(301);
  expect(names).toEqual(names.toSorted(compareUtf8));
  expect(names).not.toContain("Shoreditch");
});

test("has points only in the area of the Underground, from Chesham and Amersham to Upminster", () => {
  for (const { name, latitude, longitude } of stations) {
    expect(latitude, name).toBeGreaterThan(51.4);
    expect(latitude, name).toBeLessThan(51.71);
    expect(longitude, name).toBeGreaterThan(-0.62);
    expect(longitude, name).toBeLessThan(0.26);
  }
});

test("has zones from 1 to 9, or two adjacent ones", () => {
  for (const { name, zone } of stations) {
    const [inner, outer, ...rest] = zone.split("/").map(Number);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9], name).toContain(inner);
    if (outer !== undefined) expect(outer, name).toBe((inner ?? 0) + 1);
    expect(rest, name).toEqual([]);
  }
});

test.each([
  ["a station that is not there", { stations: ["Hogsmeade"], old: "1" }],
  ["a value that is not there", { stations: ["Bank"], old: "4" }],
])("refuses a correction of %s", (_, correction) => {
  const stale = { ...correction, column: "Zone", new: "2", reason: "", source: "" } as const;
  expect(() => makeStations(packagedStations(), [stale])).toThrow(/The correction of (Hogsmeade|Bank)/);
});

test("quotes a field that needs it", () => {
  const packaged = 'latitude,longitude,name,zone\n51,0,"A ""b"", c",2.5\n';
  expect(makeStations(packaged, [])).toBe('Latitude,Longitude,Station,Zone\n51,0,"A ""b"", c",2/3\n');
});

test("every correction is listed in stations.md with its reason and source", () => {
  for (const { stations: names, column, old, new: right, reason, source } of CORRECTIONS) {
    expect(note).toContain(
      `| ${names.join(", ")} | ${column} | ${old} | ${right ?? "(removed)"} | ${reason} | ${source} |`,
    );
    expect(source).toMatch(/^https?:\/\//);
  }
});

test("no station that stations.md calls missing is in the list", () => {
  const listed = new Set(stations.map((station) => station.name));
  const missing = [...note.slice(note.indexOf("## Missing")).matchAll(/^- \*\*.+?\*\*: ([\s\S]+?)\.$/gm)]
    .flatMap(([, names = ""]) => names.replaceAll(/\s+/g, " ").split(", "))
    .filter((name) => !name.startsWith("Bethnal Green ("));
  expect(missing).toContain("Wood Lane");
  expect(missing).toContain("Woodgrange Park");
  expect(missing.filter((name) => listed.has(name))).toEqual([]);
});
