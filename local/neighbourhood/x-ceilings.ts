import type { Command } from "commander";

/** So that a first try costs little; a stack has ceilings of its own. */
export const MAX_POSTS = 20_000;
export const MAX_DOLLARS = 10;
export const MAX_DOLLARS_PER_MONTH = 100;

/** Adds the options of what X may cost, and of what is asked for, to a command. */
export const declareXOptions = (command: Command): Command =>
  command
    .option("--query <query>", "what to search X for around each station (default: lang:en -is:retweet)")
    .option("--max-posts <n>", "the most posts that a run may read at X", String(MAX_POSTS))
    .option("--max-dollars <dollars>", "the most that a run may spend at X", String(MAX_DOLLARS))
    .option(
      "--max-dollars-per-month <dollars>",
      "the most that the runs of a month may spend together",
      String(MAX_DOLLARS_PER_MONTH),
    );
