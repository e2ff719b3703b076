import type { Command } from "commander";

/** `citypulse score`: its options and its help. */
export function declareScore(program: Command): void {
  program
    .command("score")
    .description("score texts from standard input, one a line")
    .option("--jsonl", "each line is one JSON string, or one object with a `text`")
    .option("--json", "print one JSON object a line")
    .addHelpText(
      "after",
      `
Prints VADER's compound of the text as it stands; with --json also neg, neu and pos, and the two compounds
that the pipeline stores: of the text without URLs and @names, and of the same with place names masked.

Examples:
  echo "Lovely evening at Camden Market!" | citypulse score
  citypulse score --jsonl --json < tweets.jsonl`,
    )
    .action(async (options) => (await import("../score.ts")).score(options));
}
