import { readFile } from "node:fs/promises";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";
import { runCommand } from "../report/command.ts";
import { plainReport, thisMachine } from "../report/table.ts";
import { benchPlaces, placesTable } from "./benchmark.ts";

const HELP = `Measures how many points per second find their station, and how many by brute force.

  npm run bench:places              a table
  npm run bench:places -- --json    one object
`;

const OPTIONS = {
  json: { type: "boolean", default: false },
} as const;

await runCommand(HELP, OPTIONS, async (options) => {
  const date = new Date();
  const machine = thisMachine();
  const places = benchPlaces(parseStations(await readFile(BUNDLED_STATIONS), BUNDLED_STATIONS));
  const text = () => plainReport(placesTable(places), machine, date);
  const json = () => JSON.stringify({ places, machine, date: date.toISOString() });
  process.stdout.write(`${options.json ? json() : text()}\n`);
});
