import { runCommand } from "./report/command.ts";
import { parseCount } from "./report/count.ts";
import { thisMachine } from "./report/machine.ts";
import { plainReport } from "./report/table.ts";
import { benchSpark } from "./spark-measure.ts";
import { sparkTable } from "./spark-tables.ts";

const HELP = `How long the two jobs of the engine emr take on this machine's Spark, and those of the original way (bench/original/).

  npm run bench:spark                      two million posts, both ways: some six minutes
  npm run bench:spark -- --posts 200000 --without-original

  --posts N            made-up posts (default: 2000000)
  --without-original   CityPulse alone
  --cache DIR          keep the files of posts there, and take them from there
  --json               one object, times in seconds
`;

const OPTIONS = {
  posts: { type: "string", default: "2000000" },
  "without-original": { type: "boolean", default: false },
  cache: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

await runCommand(HELP, OPTIONS, async (options) => {
  const date = new Date();
  const machine = thisMachine();
  const benchmark = await benchSpark({
    posts: parseCount(options.posts),
    withOriginal: !options["without-original"],
    cache: options.cache,
  });
  const text = () => plainReport(sparkTable(benchmark), machine, date);
  const json = () => JSON.stringify({ ...benchmark, machine, date: date.toISOString() });
  process.stdout.write(`${options.json ? json() : text()}\n`);
});
