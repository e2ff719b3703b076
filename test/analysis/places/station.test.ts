import fc from "fast-check";
import { expect, test } from "vitest";
import { stationSlug } from "../../../analysis/places/station.ts";

test.each([
  ["King's Cross St. Pancras", "kings-cross-st-pancras"],
  ["King’s Cross St. Pancras", "kings-cross-st-pancras"],
  ["Elephant & Castle", "elephant-castle"],
  ["Edgware Road (Circle Line)", "edgware-road-circle-line"],
  ["Heathrow Terminals 2 & 3", "heathrow-terminals-2-3"],
  ["Harrow-on-the-Hill", "harrow-on-the-hill"],
  ["  Bank  ", "bank"],
  ["Žižkov – Café ½", "zizkov-cafe-1-2"],
  ["İstanbul", "istanbul"],
  ["渋谷", ""],
  ["", ""],
])("makes of %j the slug %j", (name, slug) => {
  expect(stationSlug(name)).toBe(slug);
});

test("makes of any name lower-case letters and digits, joined by single hyphens", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect(stationSlug(name)).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
    }),
  );
});

test("leaves a slug as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const slug = stationSlug(name);
      expect(stationSlug(slug)).toBe(slug);
    }),
  );
});
