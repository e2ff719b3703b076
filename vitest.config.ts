import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { SlowFirst } from "./test/slow-first.ts";
import { IS_DEEP } from "./test/support/depth.ts";

const SLOW = "test/**/*.slow.test.ts";

/** The files that try more at full depth: those that ask test/support/depth.ts how deep they go, or kill runs. */
const DEEP = globSync("test/**/*.test.ts").filter((file) =>
  /support\/(depth|kill\/test-kills)\.ts"/.test(readFileSync(file, "utf8")),
);

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", "./test/closing-line.ts"],
    // Processes that tests start keep what Node makes of the modules, as local/citypulse does.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/node", import.meta.url)) },
    // Embedded databases and child processes do the slow work: two workers keep two cores busy.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // `npm run check` runs the fast ones, `npm test` the slow ones too, `npm run test:deep` some of both at full depth.
    projects: IS_DEEP
      ? [{ extends: true, test: { name: "deep", include: DEEP } }]
      : [
          {
            extends: true,
            test: {
              name: "fast",
              // They leave nothing behind, so the files of a worker share its modules: half of the time was loading them.
              isolate: false,
              include: ["test/**/*.test.ts"],
              exclude: [...configDefaults.exclude, SLOW],
            },
          },
          { extends: true, test: { name: "slow", include: [SLOW] } },
        ],
  },
});
