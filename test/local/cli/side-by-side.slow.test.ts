import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { startPostgres } from "../../../local/postgres/server.ts";
import { citypulse, type Running, serverOf } from "../../support/citypulse.ts";
import { reportOf, rowsOf } from "../../support/cli-reports.ts";
import { readHomeState } from "../../support/home-state.ts";
import { manyPosts } from "../../support/many-posts.ts";
import { SMALL_STATIONS, smallPosts } from "../../support/small-posts.ts";

const { call, folder, newHome, start } = citypulse();
/** Of times, so that it never depends on the order of the starts which run is the earlier one. */
const HELD = "20261116T060000Z";
const NEXT = "20261123T060000Z";
let initialised: string;

beforeAll(async () => {
  await writeFile(join(folder(), "many.jsonl"), manyPosts(4_000));
  await writeFile(join(folder(), "few.jsonl"), smallPosts());
  await writeFile(join(folder(), "stations.csv"), SMALL_STATIONS);
  await writeFile(join(folder(), "nothing.jsonl"), '{"meta":{"result_count":0}}\n');
  initialised = newHome();
  await call(["run", "--home", initialised, "--run", "before", "--posts", "nothing.jsonl"]);
});

const args = (home: string, runId: string, posts: string): string[] => [
  ...["run", "--json", "--home", home, "--run", runId],
  ...["--posts", posts, "--stations-file", "stations.csv"],
];

/** A run that has stored its posts and stands still: it lives, and does nothing. */
async function startAndHold(home: string): Promise<Running> {
  const running = start(args(home, HELD, "many.jsonl"));
  while (!existsSync(join(home, `store/raw/run=${HELD}/manifest.json`))) await sleep(1);
  running.signalGroup("SIGSTOP");
  return running;
}

describe("while a run is active", () => {
  test("another one, and the same one again, end as already-running and touch nothing", async () => {
    const home = newHome(initialised);
    const held = await startAndHold(home);
    const before = await readHomeState(home);
    for (const runId of ["other", HELD]) {
      const ended = await call(args(home, runId, "few.jsonl"));
      expect(ended).toMatchObject({ code: 0, stderr: "" });
      expect(reportOf(ended)).toMatchObject({
        runId,
        status: "already-running",
        posts: { read: 0, accepted: 0, duplicates: 0, unplaced: 0, rejected: 0 },
        stations: [],
      });
    }
    const told = await call(args(home, "other", "few.jsonl").filter((word) => word !== "--json"));
    expect(told.stdout).toMatch(/^Run other did not start: a run is active in .*\n$/);
    expect(await readHomeState(home)).toEqual(before);

    const listed = await call(["runs", "--json", "--home", home]);
    expect(rowsOf(listed)).toContainEqual(expect.objectContaining({ runId: HELD, status: "running" }));
    const asked = await call(["sql", "--json", "--home", home, "select run_id from citypulse.lease"]);
    expect(rowsOf(asked)).toEqual([{ run_id: HELD }]);

    held.signalGroup("SIGCONT");
    const ended = await held.ended;
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(reportOf(ended)).toMatchObject({ status: "succeeded", posts: { accepted: 4_000 } });
    expect(await serverOf(home)).toBeUndefined();
  });
});

test("after SIGKILL the next run starts at once, and the killed one ends as if undisturbed", async () => {
  const [home, quiet] = [newHome(initialised), newHome(initialised)];
  const held = await startAndHold(home);
  held.signalGroup("SIGKILL");
  expect((await held.ended).code).toBe(137);
  for (const place of [home, quiet]) {
    const next = reportOf(await call(args(place, NEXT, "few.jsonl")));
    expect(next.status).toBe("succeeded");
    expect(next.elapsedMs).toBeLessThan(10_000);
    if (place === home) {
      const listed = rowsOf(await call(["runs", "--json", "--home", home]));
      expect(listed).toContainEqual(expect.objectContaining({ runId: HELD, status: "failed" }));
    }
    expect(reportOf(await call(args(place, HELD, "many.jsonl"))).status).toBe("succeeded");
  }
  const posts = `select post_id, tweets, station, sentiment, run_id from london_schema.sentiment order by 1`;
  const [disturbed, undisturbed] = await Promise.all(
    [home, quiet].map((place) => call(["sql", "--json", "--home", place, posts])),
  );
  expect(rowsOf(disturbed ?? NOTHING).length).toBe(4_000);
  expect(disturbed).toEqual(undisturbed);
});

const NOTHING = { code: 0, stdout: "[]\n", stderr: "" };

test("the same run started twice at the same moment is done once", async () => {
  const home = newHome(initialised);
  const both = await Promise.all([1, 2].map(() => call(args(home, "twice", "many.jsonl"))));
  expect(both.map(({ code, stderr }) => ({ code, stderr }))).toEqual([
    { code: 0, stderr: "" },
    { code: 0, stderr: "" },
  ]);
  const statuses = both.map((ended) => reportOf(ended).status);
  expect(statuses).toContain("succeeded");
  // The second one waits a moment for a run that may be dying; where the first is done by then, it repeats it.
  for (const status of statuses) expect(["succeeded", "already-running"]).toContain(status);
  const counted = await call([
    "sql",
    "--json",
    "--home",
    home,
    "select count(*) as rows, count(distinct post_id) as posts from citypulse.posts",
  ]);
  expect(rowsOf(counted)).toEqual([{ rows: 4_000, posts: 4_000 }]);
  expect(await serverOf(home)).toBeUndefined();
});

test("two homes are used at the same time, their databases made at the same moment", async () => {
  const homes = [newHome(), newHome()];
  const both = await Promise.all(homes.map((home) => call(args(home, HELD, "few.jsonl"))));
  const [first, second] = both.map((ended) => ({ ...reportOf(ended), elapsedMs: 0 }));
  expect(first).toMatchObject({ status: "succeeded", posts: { read: 59, accepted: 53 } });
  expect(second).toEqual(first);
  for (const home of homes) expect(await serverOf(home)).toBeUndefined();
});

test("runs that are started in the same second get an id each, and none spoils another's record", async () => {
  const home = newHome(initialised);
  const unnamed = (posts: string) =>
    args(home, "", posts).filter((word, index, words) => word !== "--run" && words[index - 1] !== "--run");
  const ended = await Promise.all(["few.jsonl", "many.jsonl"].map((posts) => call(unnamed(posts))));
  const reports = ended.map(reportOf);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  expect(new Set(reports.map(({ runId }) => runId)).size).toBe(2);
  for (const { status } of reports) expect(["succeeded", "already-running"]).toContain(status);
  const listed = rowsOf(await call(["runs", "--json", "--home", home]));
  expect(listed).not.toContainEqual(expect.objectContaining({ status: "failed" }));
});

test("a database in which no run has begun has no runs", async () => {
  const home = newHome();
  await (await startPostgres(home)).stop();
  expect(await call(["runs", "--json", "--home", home])).toEqual({ code: 0, stdout: "[]\n", stderr: "" });
  expect((await call(["runs", "--home", home])).stdout).toBe("There are no runs yet.\n");
});

test("two questions at once, where no server runs, are both answered, and no server stays", async () => {
  const home = newHome(initialised);
  const question = ["sql", "--json", "--home", home, "select count(*) as n from citypulse.runs"];
  const answers = await Promise.all([call(question), call(question)]);
  expect(answers.map(rowsOf)).toEqual([[{ n: 1 }], [{ n: 1 }]]);
  expect(await serverOf(home)).toBeUndefined();
});
