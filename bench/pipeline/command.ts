import { runPostsCommand } from "../report/command.ts";
import { benchPipeline, comparisonTable } from "./benchmark.ts";

const POSTS = 1_000_000;

const HELP = `Measures how long posts take from raw JSON Lines to loaded tables, with CityPulse and with the original pipeline
(bench/original/).

  npm run bench:pipeline                          a million posts, both pipelines
  npm run bench:pipeline -- --posts 10000000 --without-original

  --posts N            generated posts (default: ${POSTS}); the original pipeline gets a million at most
  --without-original   CityPulse only; needs neither Python nor Spark
  --cache DIR          keep files of posts in DIR and reuse them
  --json               one object, times in seconds and sizes in bytes
`;

await runPostsCommand({
  help: HELP,
  defaultPosts: POSTS,
  measure: benchPipeline,
  toFigures: comparisonTable,
});
