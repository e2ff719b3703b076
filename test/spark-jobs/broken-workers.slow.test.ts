import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";
import { encodePage } from "../analysis/posts/record-fixtures.ts";
import { records } from "../support/neighbourhood/records.ts";
import { realSpark } from "../support/real-spark.ts";

const SENTIMENT = fileURLToPath(new URL("../../spark-jobs/neighbourhood/sentiment.sql", import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-broken-"));
  const page = (line: number) =>
    encodePage({ page: "station=replay/00000", file: "posts.jsonl", line, records: records(line, 10) });
  await mkdir(join(folder, "raw"));
  await writeFile(join(folder, "raw", "pages"), `${page(1)}\n${page(11)}\n`);
  const selection = { stations: null, from: null, to: null };
  await writeFile(join(folder, "input.json"), JSON.stringify({ stations: [], selection }));
  await bundleWorker(join(folder, "real.mjs"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the sentiment job with that program as its worker; `real` in it is what the real worker would have written. */
async function runWith(name: string, program: string) {
  const jobs = join(folder, name);
  await mkdir(jobs);
  const real = `import { spawnSync } from "node:child_process";
    import { readFileSync, writeSync } from "node:fs";
    const real = spawnSync(process.execPath, [${JSON.stringify(join(folder, "real.mjs"))}, ...process.argv.slice(2)],
      { input: readFileSync(0) }).stdout.toString();`;
  await writeFile(join(jobs, "worker.mjs"), `${real}\n${program}`);
  const { emrCommands, emrEnvironment } = await realSpark();
  const [command = "", ...first] = emrCommands.programs.get("spark-sql") ?? [];
  const settings = {
    ...{
      RUN_ID: "r1",
      CLUSTER: "j-1",
      JOBS: jobs,
      INPUT: join(folder, "input.json"),
      RAW: join(folder, "raw"),
    },
    ...{ SCRATCH: join(jobs, "scratch"), OUT: join(jobs, "out") },
  };
  const variables = Object.entries(settings).flatMap(([key, value]) => ["-d", `${key}=${value}`]);
  const child = spawn(command, [...first, "-f", SENTIMENT, ...variables], { cwd: jobs, env: emrEnvironment });
  const [, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  // What a failed job left in a temporary folder is no result.
  const files = await readdir(settings.OUT, { recursive: true }).catch(() => []);
  const hasResults = files.some((file) => /\/part-[^/]*$/.test(file) && !file.includes("_temporary"));
  return { code, stderr, hasResults };
}

test.each([
  ["does its work", "writeSync(1, real);", 0, ""],
  ["dies", 'writeSync(1, real); writeSync(2, "out of paper\\n"); process.exit(3);', 1, "out of paper"],
  ["ends too early", "", 1, "The worker read 0 of 2 raw pages"],
  [
    "writes half a row",
    "writeSync(1, real.slice(0, real.length / 2));",
    1,
    "The worker read 0 of 2 raw pages",
  ],
  [
    "loses a row",
    'writeSync(1, real.slice(real.indexOf("\\n") + 1));',
    1,
    "wrote 21 rows where 20 were found",
  ],
  [
    "writes a row twice",
    'writeSync(1, real.split("\\n", 1)[0] + "\\n" + real);',
    1,
    "wrote 21 rows where 22 were found",
  ],
  ["cuts a row off", 'writeSync(1, real.replace(/\\t[^\\n]*/, ""));', 1, "The worker cut a post off."],
])("a worker that %s", { timeout: 120_000 }, async (name, program, code, message) => {
  const ended = await runWith(name.replaceAll(" ", "-"), program);
  expect(ended.stderr).toContain(message);
  expect([ended.code === 0 ? 0 : 1, ended.hasResults]).toEqual([code, code === 0]);
});
