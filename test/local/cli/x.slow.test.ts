import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runsOnOneHome } from "../../support/cli-runs.ts";
import { type FakeX, fakeX } from "../../support/fake-x/fake-x.ts";
import { PROBLEMS } from "../../support/fake-x/responses.ts";
import { ALL_STATIONS } from "../../support/fake-x/schedule.ts";
import { serveFakeX } from "../../support/fake-x/server.ts";
import { fakeWorld } from "../../support/fake-x/world.ts";
import type { Served } from "../../support/serve.ts";

const { call, folder, home, newHome, run } = runsOnOneHome();
const TOKEN = "AAAA-a-token-for-the-command-line";
const STATIONS = ALL_STATIONS.slice(0, 4);
const NAMES = STATIONS.map(({ name }) => name);
const world = fakeWorld(STATIONS, { seed: 2, count: 300, until: Date.now() });

let x: FakeX;
let server: Served;
let environment: Record<string, string>;
let isRefused = false;
beforeAll(async () => {
  x = fakeX({
    world,
    now: Date.now,
    token: TOKEN,
    limit: 450,
    fate: () => (isRefused ? PROBLEMS.usageCap : "answer"),
  });
  server = await serveFakeX(x);
  environment = { X_BEARER_TOKEN: TOKEN, X_API_URL: server.url };
  return server.close;
});

const askX = (...args: string[]) => run(["--source", "x", "--station", ...NAMES, ...args], "", environment);
const json = async (...args: string[]) => JSON.parse((await call(args, { environment })).stdout);

describe("a run with --source x", () => {
  test("reads what X has around the stations, with a plan before it and the money counted after it", async () => {
    const plan = await json("plan", "--json", "--home", home(), "--station", ...NAMES, "--max-dollars", "5");
    expect(plan).toMatchObject({
      stations: 4,
      windows: 4,
      requests: { least: 4, most: 14 },
      posts: { most: 1000 },
      dollars: { most: 5, perPost: 0.005 },
      spent: { posts: 0 },
    });
    const { code, stderr, report } = await askX("--max-dollars", "5");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const delivered = x.delivered.flat().length;
    expect(report).toMatchObject({ status: "succeeded", gaps: [] });
    expect(report.posts.accepted).toBeGreaterThan(20);
    expect(await json("plan", "--json", "--home", home())).toMatchObject({ spent: { posts: delivered } });
  });

  test("says what it had no money for", async () => {
    const other = newHome();
    const { stdout } = await call(
      ["run", "--source", "x", "--station", ...NAMES, "--max-posts", "20", "--home", other, "--json"],
      { environment },
    );
    const report = JSON.parse(stdout);
    expect(report.gaps.length).toBeGreaterThanOrEqual(2);
    expect(report.gaps[0]).toMatchObject({ reason: "ceiling" });
    const published = join(other, "store", `published/run=${report.runId}/run.json`);
    expect(JSON.parse(await readFile(published, "utf8")).gaps).toEqual(report.gaps);
    const { stdout: plan } = await call(["plan", "--home", other, "--max-posts", "20", "--max-dollars", "1"]);
    expect(plan).toMatch(/^Cost +\$0\.10 at most, at 0\.005 dollars a post$/m);
  });

  test("asks for nothing that an earlier run has stored", async () => {
    const requests = x.requests.length;
    const { report } = await askX("--to", new Date(Date.now() - 3600_000).toISOString());
    expect(report.status).toBe("empty");
    expect(x.requests.length).toBe(requests);
  });

  test("can be made again from its raw pages alone, with X gone and the analysis lost", async () => {
    const requests = x.requests.length;
    const statement =
      "select post_id, tweets, sentiment, station, raw_key from london_schema.sentiment order by post_id";
    const rows = () => json("sql", "--json", "--home", home(), statement);
    const before = await rows();
    await rm(join(home(), "store", "analysis"), { recursive: true });
    const { stderr, stdout } = await call(["run", "--from-raw", "run-1", "--home", home(), "--json"]);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({ runId: "run-1", status: "succeeded" });
    expect(await rows()).toEqual(before);
    expect(x.requests.length).toBe(requests);
  });

  test("that X refuses fails with the sentence, and the token stands nowhere", async () => {
    isRefused = true;
    onTestFinished(() => {
      isRefused = false;
    });
    const args = ["--source", "x", "--station", ALL_STATIONS[9]?.name ?? ""];
    const { code, stderr, stdout, report } = await run(args, "", environment);
    expect(code).toBe(1);
    expect(report.error).toMatchObject({ name: "SourceRejected" });
    expect(stderr).toContain("The posts that the X account may read this month are used up");
    const { stdout: found } = await call([
      "sql",
      "--json",
      "--home",
      home(),
      "select error_message from citypulse.runs",
    ]);
    for (const text of [stderr, stdout, found]) expect(text).not.toContain(TOKEN);
  });
});

describe("wrong usage", () => {
  test.each([
    [["run", "--source", "x"], "X_BEARER_TOKEN is not set"],
    [
      ["run", "--source", "x", "--posts", "a"],
      "--source x reads posts from X, so it cannot be used with --posts",
    ],
    [["run", "--from-raw", "none"], "There are no raw pages of run none"],
    [["run", "--from-raw", "none", "--station", "Bank"], "so it cannot be used with --station"],
    [["run", "--source", "file"], '--source "file": must be posts or x'],
    [["plan", "--max-dollars", "-1"], '--max-dollars "-1": must be dollars'],
    [["plan", "--station", "Nowhere"], '--station "Nowhere"'],
  ])("%j is refused in a sentence", async (args, sentence) => {
    const { code, stderr } = await call([...args, "--home", join(folder(), "unused")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });
});

describe("the check for posts that must go", () => {
  test("ends at once where there are none", async () => {
    const other = newHome();
    const { code, stdout } = await call(["compliance", "--home", other, "--json"], { environment });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ asked: 0, removed: 0, runs: 0 });
    const told = await call(["compliance", "--home", other], { environment });
    expect(told.stdout).toMatch(
      /^Check \d{8}T\d{6}Z: X was asked about 0 posts; 0 removed, 0 runs made again\.\n$/,
    );
  });

  test("wants a token, and says where it is looked for", async () => {
    const { code, stderr } = await call(["compliance", "--home", home()], {
      environment: { X_BEARER_TOKEN: "" },
    });
    expect(code).toBe(2);
    expect(stderr).toContain("X_BEARER_TOKEN");
  });
});
