import { runPostsCommand } from "../report/command.ts";
import { benchPipeline, comparisonTable } from "./benchmark.ts";

const POSTS = 1_000_000;

const HELP = `How long posts take from raw JSON Lines to loaded tables, here and the original way (bench/original/).

  npm run bench:pipeline                          a million posts, both ways
  npm run bench:pipeline -- --posts 10000000 --without-original

  --posts N            made-up posts (default: ${POSTS}); the original way is measured with a million at most
  --without-original   CityPulse alone: needs neither Python nor Spark
  --cache DIR          keep the files of posts there, and take them from there
  --json               one object, times in seconds and sizes in bytes
`;

await runPostsCommand({
  help: HELP,
  defaultPosts: POSTS,
  measure: benchPipeline,
  toFigures: comparisonTable,
});
