import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NO_POSTCODE, UNKNOWN } from "../../../analysis/housing/postcode-table.ts";
import { distance, measured } from "../../../analysis/places/distance.ts";
import { stationFinder } from "../../../analysis/places/nearest.ts";
import { fromNationalGrid, GRID_ERROR_METRES } from "../../../functions/housing/british-grid.ts";
import { type PostcodeFiles, readPostcodes } from "../../../functions/housing/postcode-files.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { IS_DEEP } from "../../support/depth.ts";
import { storedInput } from "../../support/housing/input-files.ts";
import { LONDON, type RealPostcodes, realPostcodes } from "../../support/housing/real-postcodes.ts";

/**
 * How many postcodes the packages have: all but Northern Ireland's at full depth, else those of London's areas. Counted in
 * Python, from the packages' data.
 */
const EXPECTED = IS_DEEP
  ? {
      areas: 120,
      onspd: { size: 2_657_424, withoutPoint: 21_303 },
      codePointOpen: { size: 1_739_998, withoutPoint: 964 },
    }
  : {
      areas: 20,
      onspd: { size: 395_550, withoutPoint: 2_826 },
      codePointOpen: { size: 217_644, withoutPoint: 604 },
    };

const MINUTES = 60_000;
const PART_BYTES = 32 * 1024 * 1024;

const findPlace = stationFinder(
  parseStations(readFileSync(new URL("../../../data/stations.csv", import.meta.url)), "stations.csv"),
);

let real: RealPostcodes;
let onspd: PostcodeFiles;
let codePointOpen: PostcodeFiles;

function read(name: string, body: Uint8Array): Promise<PostcodeFiles> {
  const { store, file } = storedInput(name, body, { partBytes: PART_BYTES });
  return readPostcodes(store, [file], findPlace);
}

beforeAll(async () => {
  real = await (IS_DEEP ? realPostcodes(null, 38) : realPostcodes(LONDON, 4));
  onspd = await read("onspd.zip", await real.onspd());
  codePointOpen = await read("code-point-open.zip", await real.codePointOpen());
}, 10 * MINUTES);

afterAll(() => real?.remove());

const find = ({ table }: PostcodeFiles, postcode: string): number => {
  const bytes = Buffer.from(postcode);
  return table.find(bytes, 0, bytes.length);
};

const sizeOf = ({ table, withoutPoint }: PostcodeFiles) => ({ size: table.size, withoutPoint });

test("every true postcode of Great Britain is read, and those that are in two CSVs once", () => {
  expect(onspd).toMatchObject({ kind: "onspd", unusable: 0 });
  expect(sizeOf(onspd)).toEqual(EXPECTED.onspd);
  expect(codePointOpen).toMatchObject({ kind: "code-point-open", unusable: 0, terminated: 0 });
  expect(sizeOf(codePointOpen)).toEqual(EXPECTED.codePointOpen);
  expect(Object.keys(codePointOpen.table.areas)).toHaveLength(EXPECTED.areas);
});

test("Code-Point Open lacks 42 to 71 % of the postcodes that inner London ever had, which ONSPD has", () => {
  const lacks = (area: string): number =>
    Math.round(100 * (1 - (codePointOpen.table.areas[area] ?? 0) / (onspd.table.areas[area] ?? 0)));
  const inner = ["E", "EC", "N", "NW", "SE", "SW", "W", "WC"];
  expect(Object.fromEntries(inner.map((area) => [area, lacks(area)]))).toEqual({
    E: 43,
    EC: 71,
    N: 42,
    NW: 46,
    SE: 42,
    SW: 46,
    W: 54,
    WC: 66,
  });
});

test("every postcode of Code-Point Open is found in both, with the same stations; its point is within the stated error", {
  timeout: 5 * MINUTES,
}, async () => {
  const counts = { postcodes: 0, missing: 0, inOne: 0, inBoth: 0, otherStation: 0 };
  const worst = { all: 0, nearStations: 0 };
  for await (const { postcode, eastings, northings, latitude, longitude } of real.positions()) {
    counts.postcodes++;
    const error = distance(
      measured({ latitude, longitude }),
      measured(fromNationalGrid(eastings, northings)),
    );
    worst.all = Math.max(worst.all, error);
    const [one, other] = [find(codePointOpen, postcode), find(onspd, postcode)];
    if ([one, other].some((found) => found === NO_POSTCODE || found === UNKNOWN)) counts.missing++;
    if (one >= 0 !== other >= 0) counts.inOne++;
    if (one < 0 || other < 0) continue;
    counts.inBoth++;
    worst.nearStations = Math.max(worst.nearStations, error);
    if (onspd.table.place(other).station !== codePointOpen.table.place(one).station) counts.otherStation++;
  }
  expect(counts.postcodes).toBe(EXPECTED.codePointOpen.size - EXPECTED.codePointOpen.withoutPoint);
  expect(counts.missing).toBe(0);
  expect(worst.all).toBeLessThan(GRID_ERROR_METRES);
  expect(worst.nearStations).toBeLessThan(2);
  // The two are of different months, so that a few postcodes have moved; others are as near to two stations.
  expect(counts.inOne).toBeLessThan(0.005 * counts.inBoth);
  expect(counts.otherStation).toBeLessThan(0.005 * counts.inBoth);
});
