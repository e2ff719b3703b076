import type { Command } from "commander";
import { DEFAULTS } from "../../functions/neighbourhood/defaults.ts";
import type { PipelineCommand } from "../pipeline.ts";
import { neighbourhoodStart } from "./start.ts";

/** Low enough that a first try costs little. A stack has ceilings of its own. */
export const MAX_POSTS = 20_000;
export const MAX_DOLLARS = 10;
export const MAX_DOLLARS_PER_MONTH = 100;

/** Adds the options that select posts to a command. */
export const declareSelectionOptions = (command: Command): Command =>
  command
    .option("--from <time>", "only posts from this time on (UTC, such as 2026-11-09T00:00:00Z)")
    .option("--to <time>", "only posts before this time")
    .option("--station <name...>", "only posts around these stations, named as in the stations file")
    .option(
      "--stations-file <csv>",
      "another stations file, with the columns Latitude, Longitude, Station and Zone",
    );

/** Adds the options for the search on X and for what it can cost to a command. */
export const declareXOptions = (command: Command): Command =>
  command
    .option("--query <query>", "the search query at X around each station (default: lang:en -is:retweet)")
    .option("--max-posts <n>", "the most posts that a run reads from X", String(MAX_POSTS))
    .option("--max-dollars <dollars>", "the most that a run spends at X, in dollars", String(MAX_DOLLARS))
    .option(
      "--max-dollars-per-month <dollars>",
      "the most that the runs of a month spend together",
      String(MAX_DOLLARS_PER_MONTH),
    );

/** `citypulse run`, which runs this pipeline if none is named. */
export const neighbourhoodCommand: PipelineCommand = {
  name: "neighbourhood",
  description: "what people say around each station, in which mood",
  help: `
Posts can be X API v2 objects or pages, one per line or as one JSON document, or
the file tweets.js of an X archive. Gzip is recognised.

With --source x, posts around every station are read from X, with the bearer
token in X_BEARER_TOKEN. They cost money: \`citypulse plan\` shows the maximum
cost and makes no requests.

Examples:
  citypulse run                                   the synthetic sample
  citypulse run --posts tweets.jsonl              your own posts
  zcat posts.gz | citypulse run --posts - --json  in a script
  citypulse run --run 20261116T060000Z            again, such as after a power cut
  citypulse run --source x --max-dollars 5        seven days of X, for up to $5
  citypulse run --from-raw 20261116T060000Z       its tables, from raw pages only`,
  declareOptions(command) {
    command
      .option(
        "--posts <path>",
        "the posts to read: a file, a folder, or - for standard input (default: the synthetic sample)",
      )
      .option(
        "--source <source>",
        "posts (the posts of --posts) or x (X's search, which costs money)",
        "posts",
      )
      .option(
        "--from-raw <run>",
        "make this run's analysis and tables again from its stored raw pages; makes no requests",
      )
      .option("--engine <engine>", "auto, lambda (in this process) or emr (Spark on this machine)", "auto")
      .option(neighbourhoodStart.idOption.flags, neighbourhoodStart.idOption.description);
    declareSelectionOptions(command);
    command
      .option(
        "--max-rejected <share>",
        "fail if a larger share of the records is rejected",
        String(DEFAULTS.maxRejectedShare),
      )
      .option(
        "--min-posts <n>",
        "a station with fewer posts shows only their number",
        String(DEFAULTS.minPosts),
      );
    declareXOptions(command);
  },
  load: async () => (await import("./pipeline.ts")).neighbourhood,
  start: neighbourhoodStart,
  executions: async () => (await import("./executions.ts")).neighbourhoodExecutions,
};
