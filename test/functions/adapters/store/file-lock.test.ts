import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { withFileLock } from "../../../../functions/adapters/store/file-lock.ts";

const tooLong = (seconds: number) => new Error(`The lock was held for ${seconds} s.`);

async function lockFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "citypulse-lock-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "lock");
}

test("work under one file is done one after the other, also where some of it fails", async () => {
  const file = await lockFile();
  let inside = 0;
  let most = 0;
  const work = async (fails: boolean): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(10);
    inside -= 1;
    if (fails) throw new Error("failed");
  };
  const all = [false, true, false, true].map((fails) =>
    withFileLock(file, { patienceMs: 10_000, tooLong }, () => work(fails)),
  );
  const outcomes = (await Promise.allSettled(all)).map(({ status }) => status);
  expect(outcomes).toEqual(["fulfilled", "rejected", "fulfilled", "rejected"]);
  expect(most).toBe(1);
});

test("patience ends with the error that was asked for", async () => {
  const file = await lockFile();
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = withFileLock(file, { patienceMs: 1000, tooLong }, () => held);
  const second = await withFileLock(file, { patienceMs: 50, tooLong }, async () => "entered").catch(
    (error: unknown) => error,
  );
  expect(second).toEqual(new Error("The lock was held for 0 s."));
  release();
  await first;
});
