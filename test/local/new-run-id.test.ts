import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { newRunId } from "../../local/new-run-id.ts";

const NOW = new Date("2026-11-16T06:00:59.900Z");

async function storeWith(...runs: string[]): Promise<string> {
  const store = await mkdtemp(join(tmpdir(), "citypulse-runs-"));
  onTestFinished(() => rm(store, { recursive: true }));
  for (const run of runs) await mkdir(join(store, `raw/run=${run}`), { recursive: true });
  return store;
}

test("a run's id is the second in which it starts", async () => {
  expect(newRunId(await storeWith(), NOW)).toBe("20261116T060059Z");
  expect(newRunId(join(await storeWith(), "not-there-yet"), NOW)).toBe("20261116T060059Z");
});

test("a second that other runs took gives the next free one", async () => {
  const store = await storeWith("20261116T060059Z", "20261116T060100Z");
  expect(newRunId(store, NOW)).toBe("20261116T060101Z");
});
