import { benchPipeline } from "./pipeline-measure.ts";
import { comparisonTable } from "./pipeline-tables.ts";
import { runCommand } from "./report/command.ts";
import { parseCount } from "./report/count.ts";
import { thisMachine } from "./report/machine.ts";
import { plainReport } from "./report/table.ts";

const HELP = `How long posts take from raw JSON Lines to loaded tables, here and the original way (bench/original/).

  npm run bench:pipeline                          a million posts, both ways
  npm run bench:pipeline -- --posts 10000000 --without-original

  --posts N            made-up posts (default: 1000000); the original way is measured with a million at most
  --without-original   CityPulse alone: needs neither Python nor Spark
  --cache DIR          keep the files of posts there, and take them from there
  --json               one object, times in seconds and sizes in bytes
`;

const OPTIONS = {
  posts: { type: "string", default: "1000000" },
  "without-original": { type: "boolean", default: false },
  cache: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

await runCommand(HELP, OPTIONS, async (options) => {
  const date = new Date();
  const machine = thisMachine();
  const benchmark = await benchPipeline({
    posts: parseCount(options.posts),
    withOriginal: !options["without-original"],
    cache: options.cache,
  });
  const text = () => plainReport(comparisonTable(benchmark), machine, date);
  const json = () => JSON.stringify({ ...benchmark, machine, date: date.toISOString() });
  process.stdout.write(`${options.json ? json() : text()}\n`);
});
