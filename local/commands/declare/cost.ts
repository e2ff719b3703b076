import type { Command } from "commander";

/** `citypulse cost`: its options and its help. */
export function declareCost(program: Command): void {
  program
    .command("cost")
    .description("say what a stack costs in a month, before it is deployed, and what changing it would cost")
    .option("--stack <name>", "the stack, whose file is Pulumi.<name>.yaml (default: dev)")
    .option("--config <file>", "another file of a stack's configuration")
    .option("--posts <n>", "posts that each run reads (default: as many as it may, posts.maxPosts)")
    .option("--engine <engine>", "auto, lambda or emr: what the runs are started with", "auto")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
Nothing is asked of AWS: the prices are list prices, with their date, in functions/prices.json.

Examples:
  citypulse cost                                  the stack dev, as Pulumi.dev.yaml has it
  citypulse cost --stack prod --posts 200000      larger runs
  citypulse cost --engine emr --json              each run on a cluster of its own`,
    )
    .action(async (options) => (await import("../cost.ts")).cost(options));
}
