import type { IncomingMessage } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { xComplianceJobs } from "../../../functions/adapters/posts/x-compliance/jobs.ts";
import { checkJob, type JobState, submitJob } from "../../../functions/compliance/job.ts";
import { answerKey, questionKey } from "../../../functions/compliance/keys.ts";
import type { Clock, ObjectStore } from "../../../functions/ports.ts";
import { BEARER_TOKEN, type FakeX, problem, startFakeX } from "../../support/compliance/fake-x.ts";
import { newStore, readObject } from "../../support/neighbourhood/store.ts";

const CHECK = { checkId: "20261116T180000Z", scheduledTime: "2026-11-16T18:00:00.000Z" };
const START = Date.parse("2026-11-16T18:00:00.000Z");
let x: FakeX;
let time: number;
let store: ObjectStore;
const clock: Clock = { now: () => new Date(time), remaining: () => Number.POSITIVE_INFINITY };

beforeAll(async () => {
  x = await startFakeX();
  x.now = () => time;
});
afterAll(() => x.close());
beforeEach(async () => {
  time = START;
  x.jobs.length = 0;
  x.requests.length = 0;
  x.asked.length = 0;
  x.removed.clear();
  x.intercept = undefined;
  store = await newStore();
  await store.write(questionKey(CHECK.checkId, 0), Buffer.from("11\n12\n13\n"));
  await store.write(questionKey(CHECK.checkId, 1), Buffer.from("14\n"));
});

const ports = (bearerToken = BEARER_TOKEN) => ({
  store,
  clock,
  compliance: xComplianceJobs({
    bearerToken: async () => bearerToken,
    baseUrl: x.baseUrl,
    now: clock.now,
    pauseMilliseconds: 0,
  }),
});
const event = (job?: JobState) => ({
  check: CHECK,
  list: { jobs: 2 },
  ...(job === undefined ? {} : { job }),
});
const submit = (job?: JobState): Promise<JobState> => submitJob(event(job), ports());
const look = (job: JobState): Promise<JobState> => checkJob(event(job), ports());
const isOf = (method: string, path: RegExp) => (request: IncomingMessage) =>
  request.method === method && path.test(request.url ?? "");
/** Answers the first `times` of these requests with `answer`. */
function fail(method: string, path: RegExp, answer: ReturnType<typeof problem> | null, times = 1): void {
  let left = times;
  x.intercept = (request) => (isOf(method, path)(request) && left-- > 0 ? answer : undefined);
}

test("X is asked about one list after the other, and its answers are stored", async () => {
  x.removed.set("12", "deleted").set("14", "scrub_geo");
  const first = await submit();
  expect(first).toMatchObject({
    chunk: 0,
    submitted: true,
    done: false,
    resumeAt: "2026-11-16T18:00:30.000Z",
  });
  expect(await look(first)).toEqual({ ...first, resumeAt: "2026-11-16T18:01:00.000Z" });
  const answered = await look(first);
  expect(answered).toMatchObject({ chunk: 1, id: null, submitted: false, done: false });
  const second = await submit(answered);
  expect(second).toMatchObject({ chunk: 1, submitted: true });
  await look(second);
  expect(await look(second)).toMatchObject({ chunk: 2, done: true });

  expect(x.asked).toEqual([["11", "12", "13"], ["14"]]);
  expect(x.jobs.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^citypulse-20261116T180000Z-0-1-[0-9a-f]{8}$/),
    expect.stringMatching(/^citypulse-20261116T180000Z-1-1-[0-9a-f]{8}$/),
  ]);
  expect(await readObject(store, answerKey(CHECK.checkId, 0))).toEqual([{ id: "12", reason: "deleted" }]);
  expect(await readObject(store, answerKey(CHECK.checkId, 1))).toEqual([{ id: "14", reason: "scrub_geo" }]);
});

describe("a job is found again", () => {
  test("where the process died after it was made, and gets its ids then", async () => {
    fail("PUT", /./, null, 3);
    await expect(submit()).rejects.toThrow(/did not answer/);
    expect(await submit()).toMatchObject({ submitted: true });
    expect(x.jobs).toHaveLength(1);
    expect(x.asked).toEqual([["11", "12", "13"]]);
  });

  test("where it is at work already, or done", async () => {
    const first = await submit();
    expect(await submit()).toEqual(first);
    await look(first);
    await look(first);
    expect(await submit()).toEqual(first);
    expect(x.asked).toHaveLength(1);
  });
});

describe("another job is waited for", () => {
  test("where X knows of one, and none is made meanwhile", async () => {
    await ports().compliance.create("somebody else's");
    expect(await submit()).toMatchObject({ submitted: false, resumeAt: "2026-11-16T18:05:00.000Z" });
    expect(x.jobs).toHaveLength(1);
    // It never got ids, so X gives it up.
    time += 16 * 60_000;
    expect(await submit()).toMatchObject({ submitted: true });
  });

  test("where X refuses ours because of it", async () => {
    fail("POST", /./, problem(409, "Conflict"));
    expect(await submit()).toMatchObject({ submitted: false, resumeAt: "2026-11-16T18:15:00.000Z" });
  });
});

describe("a job that X loses is made again", () => {
  test("where it failed or expired, and three times at most", async () => {
    let job = await submit();
    for (const status of ["failed", "expired"]) {
      Object.assign(x.jobs.at(-1) ?? {}, { status });
      job = await look(job);
      expect(job).toMatchObject({ chunk: 0, submitted: false });
      job = await submit(job);
    }
    expect(new Set(x.jobs.map(({ name }) => name)).size).toBe(3);
    Object.assign(x.jobs.at(-1) ?? {}, { status: "failed" });
    await expect(look(job)).rejects.toMatchObject({
      name: "SourceRejected",
      message: expect.stringContaining("has lost the compliance job for the same ids 3 times"),
    });
  });

  test("where its answer is no longer kept", async () => {
    const job = await submit();
    await look(job);
    fail("GET", /results/, problem(403, "ExpiredToken"));
    expect(await look(job)).toMatchObject({ chunk: 0, attempt: 2, submitted: false });
    expect(await store.read(answerKey(CHECK.checkId, 0))).toBeUndefined();
  });
});

describe("a rate limit is waited for", () => {
  test.each([
    ["until it resets", { "x-rate-limit-reset": String(START / 1000 + 120) }, "2026-11-16T18:02:01.000Z"],
    ["never into the past", { "x-rate-limit-reset": "1" }, "2026-11-16T18:00:01.000Z"],
    ["a quarter of an hour where X does not say", {}, "2026-11-16T18:15:00.000Z"],
    ["no longer, whatever X says", { "x-rate-limit-reset": "99999999999" }, "2026-11-16T18:15:00.000Z"],
  ])("%s", async (_, headers, resumeAt) => {
    fail("GET", /tweets/, { ...problem(429, "Too Many Requests"), headers });
    expect(await submit()).toMatchObject({ submitted: false, resumeAt });
    const job = await submit();
    fail("GET", /jobs\/\d+/, { ...problem(429, "Too Many Requests"), headers });
    expect(await look(job)).toEqual({ ...job, resumeAt });
  });
});

describe("a fault that passes is overcome", () => {
  test.each([
    ["a server's fault", problem(503, "Service Unavailable")],
    ["a broken connection", null],
  ])("%s", async (_, answer) => {
    fail("GET", /tweets/, answer, 2);
    const job = await submit();
    fail("GET", /jobs\/\d+/, answer, 2);
    await look(job);
    fail("GET", /results/, answer, 2);
    expect(await look(job)).toMatchObject({ chunk: 1 });
  });

  test("and one that does not pass is left to the state machine", async () => {
    fail("GET", /tweets/, problem(500, "Internal Error"), 3);
    await expect(submit()).rejects.toMatchObject({ name: "SourceUnavailable" });
  });

  test("but a job is never made twice", async () => {
    fail("POST", /./, null);
    await expect(submit()).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(x.requests.filter((request) => request.startsWith("POST"))).toHaveLength(1);
  });

  test("and an answer that breaks off is none", async () => {
    const job = await submit();
    await look(job);
    fail("GET", /results/, { status: 200, body: '{"id":"12","action":"delete"}\n{"id":"1' });
    await expect(look(job)).rejects.toMatchObject({ name: "SourceUnavailable" });
    expect(await store.read(answerKey(CHECK.checkId, 0))).toBeUndefined();
  });
});

describe("what lasts is said in a sentence", () => {
  test.each([
    [problem(401, "Unauthorized"), /The bearer token is wrong/],
    [problem(403, "Forbidden"), /has no batch compliance/],
    [problem(429, "UsageCapExceeded", "https://api.x.com/2/problems/usage-capped"), /usage is used up/],
    [problem(400, "Invalid Request"), /asking again does not help/],
  ])("%o", async (answer, hint) => {
    fail("GET", /tweets/, answer);
    await expect(submit()).rejects.toMatchObject({
      name: "SourceRejected",
      hint: expect.stringMatching(hint),
    });
  });

  test("another answer than X gives today, with the place that differs", async () => {
    fail("GET", /tweets/, { status: 200, body: '{"data":[{"id":"1","status":"sleeping"}]}' });
    await expect(submit()).rejects.toMatchObject({
      name: "SourceRejected",
      message: expect.stringMatching(/data\[0\]\.status/),
    });
  });
});

test("neither the token nor a signed address stands in a message, a state or an object", async () => {
  const said: string[] = [];
  const listen = (work: Promise<unknown>) =>
    work.then(
      (state) => said.push(JSON.stringify(state)),
      (error: Error) =>
        said.push(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`),
    );
  fail("GET", /tweets/, problem(401, `Unauthorized: ${BEARER_TOKEN}`));
  await listen(submit());
  fail("PUT", /./, problem(500, "x"), 9);
  await listen(submit());
  fail("PUT", /./, problem(400, "x"), 9);
  await listen(submit());
  x.intercept = undefined;
  await listen(submitJob(event(), ports(`${BEARER_TOKEN}\nx`)));
  await listen(submitJob(event(), ports("")));
  const job = await submit();
  await listen(look(job));
  fail("GET", /results/, null, 9);
  await listen(look(job));
  expect(said).toHaveLength(7);
  for (const key of await store.list("")) said.push(Buffer.from((await store.read(key)) ?? []).toString());
  expect(said.filter((text) => text.includes(BEARER_TOKEN) || text.includes("fakeSignature"))).toEqual([]);
});
