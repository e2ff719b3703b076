import type { Reporter, TestModule } from "vitest/node";
import { SEED } from "./support/depth.ts";

/** Ends the run with one line that any CI can read: `N passed, N failed`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<unknown>): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      // A file that cannot be loaded has no tests, and still is a failure.
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        if (test.result().state === "passed") passed += 1;
        if (test.result().state === "failed") failed += 1;
      }
    }
    process.stdout.write(`\nRandom choices of this run: SEED=${SEED}\n`);
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }
}
