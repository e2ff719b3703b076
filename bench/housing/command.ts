import { InvalidInput } from "../../functions/errors.ts";
import { runCommand } from "../report/command.ts";
import { plainReport, thisMachine } from "../report/table.ts";
import { benchHousing, housingTable } from "./benchmark.ts";

const SALES = 5_000_000;
const ROUNDS = 3;

const HELP = `Measures how long a file of sales takes up to the placed rows, with CityPulse's scanner and with DuckDB alone, and how
long PostgreSQL takes to copy it. Needs Python.

  npm run bench:housing                    five million generated sales, about five minutes

  --rows N     generated sales (default: ${SALES})
  --rounds N   each is measured so often (default: ${ROUNDS})
  --json       one object, times in seconds and sizes in bytes
`;

const OPTIONS = {
  rows: { type: "string", default: String(SALES) },
  rounds: { type: "string", default: String(ROUNDS) },
  json: { type: "boolean", default: false },
} as const;

await runCommand(HELP, OPTIONS, async (options) => {
  const date = new Date();
  const machine = thisMachine();
  const bench = await benchHousing({
    rows: parse("rows", options.rows),
    rounds: parse("rounds", options.rounds),
  });
  const text = () => plainReport(housingTable(bench), machine, date);
  const json = () => JSON.stringify({ ...bench, machine, date: date.toISOString() });
  process.stdout.write(`${options.json ? json() : text()}\n`);
});

function parse(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidInput(`--${option} must be a number, not "${text}".`, {
    hint: `Write it as --${option} 1000.`,
  });
}
