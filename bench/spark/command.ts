import { runPostsCommand } from "../report/command.ts";
import { benchSpark, sparkTable } from "./benchmark.ts";

const POSTS = 2_000_000;

const HELP = `How long the two jobs of the engine emr take on this machine's Spark, and those of the original way (bench/original/).

  npm run bench:spark                      two million posts, both ways: some six minutes
  npm run bench:spark -- --posts 200000 --without-original

  --posts N            made-up posts (default: ${POSTS})
  --without-original   CityPulse alone
  --cache DIR          keep the files of posts there, and take them from there
  --json               one object, times in seconds
`;

await runPostsCommand({ help: HELP, defaultPosts: POSTS, measure: benchSpark, toFigures: sparkTable });
