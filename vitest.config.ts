import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", "./test/closing-line.ts"],
    // Embedded databases and child processes do the slow work: two workers keep two cores busy.
    maxWorkers: 2,
  },
});
