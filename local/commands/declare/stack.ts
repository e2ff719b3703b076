import type { Command } from "commander";

/** Adds the options that every command about a stack in AWS has. @param pipeline what `--pipeline` means to it. */
export function declareStack(command: Command, pipeline: string): Command {
  return command
    .requiredOption("--stack <name>", "the stack, with the name that `pulumi up` uses")
    .option("--pipeline <name>", pipeline)
    .option(
      "--region <region>",
      "the stack's region (default: AWS_REGION, then the stack's file, then the profile)",
    )
    .option("--json", "print one JSON object on stdout and nothing else");
}
