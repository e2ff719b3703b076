import type { Command } from "commander";
import { declareStack } from "./stack.ts";

/** `citypulse stop`: its options and its help. */
export function declareStop(program: Command): void {
  const command = program.command("stop").description("stop the running executions of a stack in AWS");
  declareStack(command, "only executions of this pipeline (default: all pipelines)")
    .option("--execution <name>", "its name or its ARN (default: all that are running)")
    .addHelpText(
      "after",
      `
This command does not ask for confirmation. Within minutes the clean-up ends the
execution's cluster and records the end of the run. Stored data stays, and the
run continues when you start it again. If nothing is running, that is no error.

Examples:
  citypulse stop --stack dev
  citypulse stop --stack dev --pipeline compliance
  citypulse stop --stack dev --execution 20261116T060000Z-2`,
    )
    .action(async (options) => (await import("../stop.ts")).stop(options));
}
