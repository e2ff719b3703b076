import { readFile } from "node:fs/promises";
import { parseStations } from "../functions/stations.ts";
import { benchPlaces } from "./places/measure.ts";
import { placesTable } from "./places/table.ts";
import { runCommand } from "./report/command.ts";
import { describeMachine, thisMachine } from "./report/machine.ts";
import { plainTable } from "./report/table.ts";

const HELP = `How many points a second find their station, and how many by measuring every station.

  npm run bench:places              a table
  npm run bench:places -- --json    one object
`;

const OPTIONS = {
  json: { type: "boolean", default: false },
} as const;

await runCommand(HELP, OPTIONS, async (options) => {
  const date = new Date();
  const machine = thisMachine();
  const file = new URL("../data/stations.csv", import.meta.url);
  const places = benchPlaces(parseStations(await readFile(file), "data/stations.csv"));
  const { table, notes } = placesTable(places);
  const text = [plainTable(table), ...notes, describeMachine(machine, date)].join("\n\n");
  const json = () => JSON.stringify({ places, machine, date: date.toISOString() });
  process.stdout.write(`${options.json ? json() : text}\n`);
});
