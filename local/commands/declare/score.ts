import type { Command } from "commander";

/** `citypulse score`: its options and its help. */
export function declareScore(program: Command): void {
  program
    .command("score")
    .description("score texts from standard input, one per line")
    .option("--jsonl", "each line is a JSON string, or an object with a `text`")
    .option("--json", "print one JSON object per line")
    .addHelpText(
      "after",
      `
The command prints VADER's compound of the unchanged text. With --json it also
prints neg, neu and pos, and the two compounds that the pipeline stores: of the
text without URLs and @names, and of the same text with place names masked.

Examples:
  echo "Lovely evening at Camden Market!" | citypulse score
  citypulse score --jsonl --json < tweets.jsonl`,
    )
    .action(async (options) => (await import("../score.ts")).score(options));
}
