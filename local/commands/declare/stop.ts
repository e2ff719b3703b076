import type { Command } from "commander";

/** `citypulse stop`: its options and its help. */
export function declareStop(program: Command): void {
  program
    .command("stop")
    .description("stop what runs in AWS")
    .requiredOption("--stack <name>", "the stack, named as for `pulumi up`")
    .option("--execution <name>", "its name or its ARN (default: every execution that runs)")
    .option("--region <region>", "the stack's region (default: AWS_REGION's, its file's or the profile's)")
    .option("--json", "print one JSON object on stdout and nothing else")
    .addHelpText(
      "after",
      `
It asks no questions. The clean-up ends the execution's cluster within minutes, and records the run's end; what
is stored stays, and the run goes on when it is started again. Where nothing runs that is no fault.

Examples:
  citypulse stop --stack dev
  citypulse stop --stack dev --execution 20261116T060000Z-2`,
    )
    .action(async (options) => (await import("../stop.ts")).stop(options));
}
