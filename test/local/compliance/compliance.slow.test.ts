import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { replaySource } from "../../../functions/adapters/posts/replay/source.ts";
import { xComplianceJobs } from "../../../functions/adapters/posts/x-compliance/jobs.ts";
import { folderStore } from "../../../functions/adapters/store/folder-store.ts";
import { analysisManifestKey } from "../../../functions/neighbourhood/keys.ts";
import { readRemovals } from "../../../functions/posts/removed-posts.ts";
import type { Outcome } from "../../../local/engine/execution.ts";
import type { RunReport } from "../../../local/neighbourhood/report.ts";
import { BEARER_TOKEN, type FakeX, startFakeX } from "../../support/compliance/fake-x.ts";
import { GONE_WORDS, IDS, NAMED_BY_X, postsWith, recordsThatGo } from "../../support/compliance/posts.ts";
import { filesHolding } from "../../support/compliance/search-files.ts";
import { readHomeState } from "../../support/home-state.ts";
import { SMALL_STATIONS } from "../../support/small-posts.ts";
import { type CheckOptions, runCompliance, runNeighbourhood, runOptions } from "../../support/test-run.ts";

const FIRST = "20261116T060000Z";
const LATER = "20261117T060000Z";
const FAILED = "20261115T060000Z";
const CHECK = "20261118T180000Z";

let folder: string;
let x: FakeX;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-compliance-"));
  x = await startFakeX();
});
afterAll(async () => {
  await x.close();
  await rm(folder, { recursive: true });
});

async function run(home: string, runId: string, posts: string): Promise<RunReport> {
  const inbox = join(folder, "posts", home);
  await mkdir(inbox, { recursive: true });
  await writeFile(join(inbox, `${runId}.jsonl`), posts);
  const connection = { host: "", port: 0, user: "", password: "", database: "" };
  const where = { home: join(folder, home), runId, posts: "", stations: "", connection };
  const { startDatabase: _, ...options } = runOptions(
    { ...where, engine: "lambda", status: "succeeded" },
    Buffer.from(SMALL_STATIONS),
  );
  return runNeighbourhood({
    ...options,
    input: { runId },
    source: replaySource(join(inbox, `${runId}.jsonl`)),
  });
}

const check = (home: string, options: Partial<CheckOptions> = {}): Promise<Outcome> =>
  runCompliance({
    home: join(folder, home),
    checkId: CHECK,
    compliance: xComplianceJobs({
      bearerToken: async () => BEARER_TOKEN,
      baseUrl: x.baseUrl,
      now: () => new Date(),
      pauseMilliseconds: 0,
    }),
    minPosts: 3,
    codeVersion: "test",
    pauseMilliseconds: 0,
    ...options,
  });

const inDatabase = (home: string, words: readonly string[], isSearched?: (file: string) => boolean) =>
  filesHolding(join(folder, home, "postgres"), words, isSearched);
const inStore = (home: string, words: readonly string[]) => filesHolding(join(folder, home, "store"), words);

test("posts that X takes back leave every object, table and file, and all figures follow", async () => {
  const words = GONE_WORDS;
  const only = recordsThatGo().slice(0, 3).join("\n");
  expect(await run("home", FIRST, postsWith("that go"))).toMatchObject({ status: "succeeded" });
  expect(await run("home", LATER, only)).toMatchObject({ status: "succeeded" });
  expect(await run("home", FAILED, recordsThatGo().slice(2, 5).join("\n"))).toMatchObject({
    status: "failed",
  });
  expect(await run("twin", FIRST, postsWith("without them"))).toMatchObject({ status: "succeeded" });
  expect((await inStore("home", words)).length).toBeGreaterThan(8);
  expect((await inDatabase("home", words, (file) => /base/.test(file))).length).toBeGreaterThan(4);
  for (const [id, reason] of NAMED_BY_X) x.removed.set(id, reason);

  const outcome = await check("home");

  expect(outcome).toEqual({
    status: "SUCCEEDED",
    output: { checkId: CHECK, status: "succeeded", asked: 66, removed: 9, runs: 3 },
  });
  expect(await inStore("home", words)).toEqual([]);
  // The log of changes is written by a server that keeps no old files of it.
  expect(await inDatabase("home", words)).toEqual([]);
  const state = await readHomeState(join(folder, "home"));
  const twin = await readHomeState(join(folder, "twin"));
  expect(comparable(state)).toEqual(comparable(twin));
}, 120_000);

test("the list of what was removed has ids and no words", async () => {
  const removals = await readRemovals(folderStore(join(folder, "home/store")));
  expect([...removals.keys()].sort()).toEqual(
    [
      ...[IDS.plain, ...IDS.edited, IDS.rejected, IDS.broken, IDS.onPage, IDS.copied, IDS.copy, IDS.long],
    ].sort(),
  );
  expect(removals.get(IDS.edited[0])).toEqual({
    id: IDS.edited[0],
    reason: "protected",
    removedAt: "2026-11-18T18:00:00.000Z",
    runs: [FAILED, FIRST, LATER],
  });
});

/** Other runs had posts that went, and a manifest has the checksum of raw pages, which have blanks in their places. */
function comparable({ objects, tables }: Record<string, unknown>): unknown {
  const rows = Tables.parse(tables);
  const isCompared = (key: string): boolean =>
    /^(analysis|quarantine|published)\/(run=20261116|latest)/.test(key) && key !== analysisManifestKey(FIRST);
  return {
    objects: Object.entries(Checksums.parse(objects)).filter(([key]) => isCompared(key)),
    tables: Object.entries(rows).map(([name, all]) => [
      name,
      all
        // The twin was never checked.
        .filter((row) => ![LATER, FAILED, '"pipeline":"compliance"'].some((other) => row.includes(other)))
        .map((row) => row.replace(/"manifest_sha256":"\w+"/, "")),
    ]),
  };
}

const Checksums = z.record(z.string(), z.string());
const Tables = z.record(z.string(), z.array(z.string()));
