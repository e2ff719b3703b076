import { mockedStack } from "./mocked-stack.ts";
import { goldenOf } from "./reviewable.ts";

/** Prints the stack with the defaults, for a test that looks at it from another process. */
const { resources } = await mockedStack();
process.stdout.write(await goldenOf(resources));
