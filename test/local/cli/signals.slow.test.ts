import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { citypulse, type Running, serverOf } from "../../support/citypulse.ts";
import { reportOf, rowsOf } from "../../support/cli-reports.ts";
import { readHomeState } from "../../support/home-state.ts";
import { manyPosts } from "../../support/many-posts.ts";
import { SMALL_STATIONS } from "../../support/small-posts.ts";

const { call, folder, newHome, start } = citypulse();
const RUN = "20261116T060000Z";
let initialised: string;
let undisturbed: Record<string, unknown>;

const args = (home: string): string[] => [
  ...["run", "--json", "--home", home, "--run", RUN],
  ...["--posts", join(folder(), "posts.jsonl"), "--stations-file", join(folder(), "stations.csv")],
];

beforeAll(async () => {
  await writeFile(join(folder(), "posts.jsonl"), manyPosts(3_000));
  await writeFile(join(folder(), "stations.csv"), SMALL_STATIONS);
  await writeFile(join(folder(), "nothing.jsonl"), '{"meta":{"result_count":0}}\n');
  initialised = newHome();
  await call(["run", "--home", initialised, "--run", "first", "--posts", "nothing.jsonl"]);
  const home = newHome(initialised);
  expect((await call(args(home))).code).toBe(0);
  undisturbed = await readHomeState(home);
});

/** Starts the run, and sends it the signal as soon as `marker` is there in the home. */
async function interrupt(home: string, marker: string, send: (running: Running) => void) {
  const running = start(args(home));
  while (!existsSync(join(home, marker))) await sleep(1);
  send(running);
  return await running.ended;
}

const ctrlC = (running: Running): void => running.signalGroup("SIGINT");

const MOMENTS = [
  { moment: "the server starts", marker: "postgres/data/postmaster.pid" },
  { moment: "posts are analysed", marker: `store/raw/run=${RUN}/manifest.json` },
  { moment: "results are loaded", marker: `store/analysis/run=${RUN}/manifest.json` },
  { moment: "figures are published", marker: `store/published/run=${RUN}/run.json` },
];

describe("Ctrl-C", () => {
  test.each(MOMENTS)(
    "while $moment ends with 130 and no server; the same id then ends as if undisturbed",
    async ({ marker }) => {
      const home = newHome(initialised);
      const ended = await interrupt(home, marker, ctrlC);
      expect(ended.code).toBe(130);
      expect(ended.stderr).not.toMatch(/^ +at /m);
      expect(await serverOf(home)).toBeUndefined();
      const again = await call(args(home));
      expect(again).toMatchObject({ code: 0, stderr: "" });
      expect(reportOf(again).status).toBe("succeeded");
      const state = await readHomeState(home);
      expect(Object.keys(state)).toEqual(Object.keys(undisturbed));
      expect(JSON.stringify(state) === JSON.stringify(undisturbed)).toBe(true);
    },
  );

  test("while the database is made hinders nothing", async () => {
    const home = newHome();
    const ended = await interrupt(home, "postgres", ctrlC);
    expect(ended.code).toBe(130);
    expect(ended.stderr).not.toMatch(/^ +at /m);
    expect(await serverOf(home)).toBeUndefined();
    expect(reportOf(await call(args(home))).status).toBe("succeeded");
    expect(await readdir(join(home, "postgres"))).toHaveLength(4);
  });

  test("while standard input has not ended ends at once, and nothing was started", async () => {
    const home = newHome();
    const running = start(["run", "--home", home, "--posts", "-"], { input: null });
    await expect
      .poll(() => existsSync(join(home, "inbox/unfinished")), { interval: 5, timeout: 20_000 })
      .toBe(true);
    ctrlC(running);
    expect(await running.ended).toEqual({ code: 130, stdout: "", stderr: "" });
    expect(existsSync(join(home, "postgres"))).toBe(false);
  });

  test("in a long statement ends it and the server", async () => {
    const home = newHome(initialised);
    const running = start(["sql", "--home", home, "select pg_sleep(60)"]);
    await expect.poll(async () => (await serverOf(home))?.ready, { interval: 5, timeout: 20_000 }).toBe(true);
    await sleep(200);
    ctrlC(running);
    expect(await running.ended).toEqual({ code: 130, stdout: "", stderr: "" });
    expect(await serverOf(home)).toBeUndefined();
  });
});

const ANALYSED = `store/raw/run=${RUN}/manifest.json`;

describe("a run that a signal ends", () => {
  test("by Ctrl-C tells how to go on, counts as aborted, and goes on when it is told so", async () => {
    const home = newHome(initialised);
    const ended = await interrupt(home, ANALYSED, ctrlC);
    expect(ended.code).toBe(130);
    expect(reportOf(ended)).toMatchObject({ runId: RUN, status: "failed", error: { name: "Aborted" } });
    expect(ended.stderr).toMatch(new RegExp(`^error .*${RUN}.*stopped.*\n\nhint .*--run ${RUN}.*\n$`));
    expect(await serverOf(home)).toBeUndefined();
    const listed = await call(["runs", "--json", "--home", home]);
    expect(rowsOf(listed)).toContainEqual(
      expect.objectContaining({
        runId: RUN,
        status: "failed",
        error: expect.objectContaining({ name: "Aborted" }),
      }),
    );
    expect(reportOf(await call(args(home))).status).toBe("succeeded");
  });

  test.each([
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ] as const)(
    "by $signal to the one process that was started ends with its server, with $code",
    async ({ signal, code }) => {
      const home = newHome(initialised);
      const send = (running: Running) => running.process.kill(signal);
      const ended = await interrupt(home, ANALYSED, send);
      expect(ended.code).toBe(code);
      expect(await serverOf(home)).toBeUndefined();
    },
  );
});

test("SIGTERM, and Ctrl-C while it stops, end the run with 143", async () => {
  const home = newHome(initialised);
  const ended = await interrupt(home, ANALYSED, (running) => {
    running.process.kill("SIGTERM");
    setTimeout(() => ctrlC(running), 20);
  });
  expect(ended.code).toBe(143);
  expect(await serverOf(home)).toBeUndefined();
});
