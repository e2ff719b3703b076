import { type Figures, whole } from "../report/table.ts";
import type { PlacesMeasurement } from "./benchmark.ts";

export const placesTable = (measurements: readonly PlacesMeasurement[]): Figures => ({
  table: [
    ["points", "with a station in reach", "points a second", "measuring every station", "times faster"],
    ...measurements.map(({ region, placed, pointsPerSecond, bruteForce, ratio }) => [
      region,
      `${(100 * placed).toFixed(0)} %`,
      whole(pointsPerSecond),
      whole(bruteForce),
      whole(ratio),
    ]),
  ],
  notes: ["One core, warm; the fastest of several runs."],
});
