import type { Command } from "commander";

/** `citypulse cost`: its options and its help. */
export function declareCost(program: Command): void {
  program
    .command("cost")
    .description("show what a stack costs per month, before you deploy it, and what changes would cost")
    .option("--stack <name>", "the stack; its file is Pulumi.<name>.yaml (default: dev)")
    .option("--config <file>", "another configuration file of a stack")
    .option("--posts <n>", "the posts that each run reads (default: the maximum, posts.maxPosts)")
    .option("--engine <engine>", "the engine of the runs: auto, lambda or emr", "auto")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      `
This command makes no requests to AWS. The prices are list prices; they are
stored with their date in functions/prices.json.

Examples:
  citypulse cost                               the stack dev, from Pulumi.dev.yaml
  citypulse cost --stack prod --posts 200000   larger runs
  citypulse cost --engine emr --json           each run on its own cluster`,
    )
    .action(async (options) => (await import("../cost.ts")).cost(options));
}
