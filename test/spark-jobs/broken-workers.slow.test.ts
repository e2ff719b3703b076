import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "../../spark-jobs/bundle-worker.ts";
import { encodePage } from "../analysis/posts/record-fixtures.ts";
import { IS_DEEP, sampled } from "../support/depth.ts";
import { records } from "../support/neighbourhood/records.ts";
import { oddWorker } from "./odd-workers.ts";
import { resultFiles, runJob, SENTIMENT } from "./run-job.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-broken-"));
  const page = (line: number) =>
    encodePage({ page: "station=replay/00000", file: "posts.jsonl", line, records: records(line, 10) });
  await mkdir(join(folder, "raw"));
  await writeFile(join(folder, "raw", "pages"), `${page(1)}\n${page(11)}\n`);
  const selection = { stations: null, from: null, to: null };
  await writeFile(join(folder, "input.json"), JSON.stringify({ stations: [], selection, records: 20 }));
  await bundleWorker(join(folder, "real.mjs"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the sentiment job with that program as its worker: see oddWorker. */
async function runWith(name: string, program: string) {
  const { jobs } = await oddWorker(join(folder, name), join(folder, "real.mjs"), program);
  const variables = {
    ...{ RUN_ID: "r1", CLUSTER: "j-1", INPUT: join(folder, "input.json"), RAW: join(folder, "raw") },
    ...{ SCRATCH: join(jobs, "scratch"), OUT: join(jobs, "out") },
  };
  const ended = await runJob({ script: SENTIMENT, variables, jobs });
  return { ...ended, hasResults: (await resultFiles(variables.OUT)).length > 0 };
}

const WORKERS: readonly (readonly [string, string, number, string])[] = [
  ["does its work", "write(real());", 0, ""],
  ["dies", 'write(real()); process.stderr.write("out of paper\\n"); process.exit(3);', 1, "out of paper"],
  ["ends too early", "", 1, "The workers read 0 of the 20 records"],
  [
    "writes half a row",
    "write(real().slice(0, real().length / 2));",
    1,
    "The workers read 0 of the 20 records",
  ],
  ["loses a row", 'write(real().slice(real().indexOf("\\n") + 1));', 1, "wrote 22 rows where 21 were found"],
  [
    "writes a row twice",
    'write(real().split("\\n", 1)[0] + "\\n" + real());',
    1,
    "wrote 22 rows where 23 were found",
  ],
  ["cuts a row off", 'write(real().replace(/\\t[^\\n]*/, ""));', 1, "The worker cut a post off."],
  [
    "cuts a record off that it rejects",
    'write(real().replace(/^post[^\\n]*/, "rejected\\t0\\t0\\t0\\t0\\tpage\\u0001file\\u00011\\u0001reason\\u0001reco"));',
    1,
    "they cut 1 rejected records off",
  ],
];

// Each starts Spark anew: at usual depth two of those that do not do their work, since other files have one that does.
const [working, ...broken] = WORKERS;
test.each(IS_DEEP && working !== undefined ? [working, ...broken] : sampled(broken, 2))(
  "a worker that %s",
  { timeout: 300_000 },
  async (name, program, code, message) => {
    const ended = await runWith(name.replaceAll(" ", "-"), program);
    expect(ended.stderr).toContain(message);
    expect([ended.code === 0 ? 0 : 1, ended.hasResults]).toEqual([code, code === 0]);
  },
);
