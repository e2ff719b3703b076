import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";

let folder: string;
let worker: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-worker-"));
  worker = join(folder, "worker.mjs");
  await bundleWorker(worker);
});
afterAll(() => rm(folder, { recursive: true }));

async function run(path: string, args: readonly string[], input: string) {
  const child = spawn(process.execPath, [path, ...args], { cwd: folder });
  child.stdin.end(input);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { stdout, stderr, code, signal };
}

test("the same sources give the same bundle", async () => {
  const again = join(folder, "again.mjs");
  await bundleWorker(again);
  expect(await readFile(again, "utf8")).toBe(await readFile(worker, "utf8"));
});

test("two words that are always together are a phrase, and others are not", async () => {
  const pair = (name: string, together: number) =>
    JSON.stringify({ pair: name, texts: 1000, first: 20, second: 20, together });
  const { stdout, code } = await run(
    worker,
    ["phrases"],
    `${pair("borough market", 20)}\n${pair("a b", 1)}\n`,
  );
  expect([stdout, code]).toEqual(["phrase\t\\N\t\\N\tborough market\ncounts\t2\t1\n", 0]);
});

test.each([
  [["phrases"], "{}\n", 'The worker\'s job "phrases" failed'],
  [["phrases"], "not JSON\n", "is not valid JSON"],
  [["phrases"], "half a row", "ends in the middle of a row"],
  [["score", "input.json"], "{}\n", "input.json"],
  [["shout"], "", 'There is no job "shout": it is one of score, phrases, rank, choose.'],
])("%j fails on %j with a sentence and the exit code 1", async (args, input, message) => {
  const { stderr, code } = await run(worker, args, input);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test("a row that takes too long ends the process, and waiting for rows does not", async () => {
  const watchdog = fileURLToPath(new URL("../../spark-jobs/watchdog.ts", import.meta.url));
  const hanging = join(folder, "hanging.ts");
  await writeFile(
    hanging,
    `import { watchdog } from ${JSON.stringify(watchdog)};
    const { begin, end } = watchdog(300);
    begin();
    end();
    await new Promise((resolve) => setTimeout(resolve, 900));
    process.stderr.write("waited\\n");
    begin();
    for (;;);`,
  );
  const { stderr, signal } = await run(hanging, [], "");
  expect(signal).toBe("SIGKILL");
  expect(stderr).toBe("waited\nA row took the worker more than 0.3 s; it is taken for hanging.\n");
});
