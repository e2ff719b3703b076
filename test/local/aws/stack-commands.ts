import { afterEach, beforeEach, expect } from "vitest";
import { type CallOptions, type Citypulse, citypulse, type Ended } from "../../support/citypulse.ts";
import { EXECUTIONS, type FakeStack, startFakeStack } from "./fake-stack.ts";

/** Where AWS's console shows the executions of the stack. */
export const LINK = `https://eu-west-2.console.aws.amazon.com/states/home?region=eu-west-2#/v2/executions/details/${EXECUTIONS}`;

export interface StackCommands extends Pick<Citypulse, "call" | "start"> {
  /** The fake of this test. */
  stack(): FakeStack;
  /** With the environment in which the stack is found. */
  options(): CallOptions;
  /** A command about the stack, with further words. */
  onStack(command: string, ...args: string[]): Promise<Ended>;
}

/** To be called at the top of a test file: the command line as real processes, and a stack of each test's own. */
export function stackCommands(): StackCommands {
  const { call, start } = citypulse();
  let stack: FakeStack;
  beforeEach(async () => {
    stack = await startFakeStack();
  });
  afterEach(() => stack.close());
  const options = (): CallOptions => ({ environment: stack.environment });
  return {
    call,
    start,
    stack: () => stack,
    options,
    onStack: (command, ...args) => call([command, "--stack", "dev", ...args], options()),
  };
}

/** The one object that `--json` printed. */
export function jsonOf({ stdout }: Ended): unknown {
  expect(stdout).toMatch(/^[^\n]+\n$/);
  return JSON.parse(stdout);
}
