import { runPostsCommand } from "../report/command.ts";
import { benchSpark, sparkTable } from "./benchmark.ts";

const POSTS = 2_000_000;

const HELP = `Measures how long the two jobs of the engine emr take on the Spark of this machine, and those of the original pipeline
(bench/original/).

  npm run bench:spark                      two million posts, both pipelines; about six minutes
  npm run bench:spark -- --posts 200000 --without-original

  --posts N            generated posts (default: ${POSTS})
  --without-original   CityPulse only
  --cache DIR          keep files of posts in DIR and reuse them
  --json               one object, times in seconds
`;

await runPostsCommand({ help: HELP, defaultPosts: POSTS, measure: benchSpark, toFigures: sparkTable });
