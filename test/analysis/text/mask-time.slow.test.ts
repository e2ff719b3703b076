import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { placeMasker } from "../../../analysis/text/mask.ts";
import { parseStations } from "../../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../../local/bundled.ts";
import { growth, LINEAR } from "./growth.ts";

const stations = parseStations(readFileSync(BUNDLED_STATIONS), "stations.csv").map(({ name }) => name);

test.each([
  ["London "],
  ["London"],
  ["london"],
  ["Great "],
  ["United   "],
  [" "],
  ["-"],
  ["St. "],
  ["King's "],
  ["Heathrow Terminals 1, "],
  ["é"],
  ["渋"],
  ["_"],
])("takes a time in proportion to the length of %j repeated", (part) => {
  const maskStations = placeMasker(stations);
  expect(growth(maskStations, part)).toBeLessThan(LINEAR);
  expect(growth(maskStations, part, "London")).toBeLessThan(LINEAR);
  expect(growth(maskStations, part, "united ")).toBeLessThan(LINEAR);
});
