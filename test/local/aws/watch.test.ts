import { expect, test } from "vitest";
import { InvalidInput, PipelineError } from "../../../functions/errors.ts";
import type { ClusterStatus } from "../../../local/aws/cluster.ts";
import type { ExecutionView } from "../../../local/aws/execution-view.ts";
import { type ExecutionEvent, executionEvent } from "../../../local/aws/history.ts";
import { type Watching, watchExecution } from "../../../local/aws/watch.ts";
import { neighbourhoodProgress } from "../../../local/neighbourhood/progress.ts";
import { run } from "../../state-machines/execute.ts";
import { historyOf } from "./history-of.ts";

const ON_EMR = { PrepareDatabase: [{ ...run, engine: "emr" }] } as const;
const BUSY: ClusterStatus = {
  ...{ id: "j-EXAMPLE", state: "RUNNING", reason: "" },
  steps: [{ name: "Sentiment", state: "PENDING" }],
  instances: [{ type: "m7g.xlarge", isSpot: false, since: Date.UTC(2026, 10, 16, 6), until: null }],
};

type Read = () => Promise<readonly ExecutionEvent[]>;

/** Watches an execution whose history is read by these, one after the other; time passes in its sleep alone. */
function watch(reads: Read[], more: Partial<Watching> = {}) {
  const shown: { view: ExecutionView; notes: readonly string[] }[] = [];
  let now = Date.UTC(2026, 10, 16, 7);
  const watching: Watching = {
    words: neighbourhoodProgress,
    history: { read: () => (reads.shift() ?? (() => Promise.resolve([])))() },
    readCluster: async () => BUSY,
    screen: { begin: () => {}, show: (view, notes) => shown.push({ view, notes }), end: () => {} },
    memoryOf: null,
    everyMilliseconds: 5_000,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    now: () => now,
    stopped: new Promise(() => {}),
    ...more,
  };
  return { watched: watchExecution(watching), shown };
}

/** The whole history in reads of so many events. */
async function readsOf(replies: Parameters<typeof historyOf>[0], size: number): Promise<Read[]> {
  const events = (await historyOf(replies)).flatMap((event) => executionEvent(event) ?? []);
  const count = Math.ceil(events.length / size);
  return Array.from(
    { length: count },
    (_, index) => async () => events.slice(index * size, (index + 1) * size),
  );
}
const lost = (): Promise<never> => Promise.reject(new PipelineError("Cannot read: ECONNRESET"));

test("what came in between is shown at each look, until the end", async () => {
  const { watched, shown } = watch(await readsOf({}, 4));
  expect((await watched).view.status).toBe("SUCCEEDED");
  const rows = shown.map(({ view }) => view.rows.length);
  expect(rows).toEqual([...rows].sort((one, other) => one - other));
  expect(new Set(rows).size).toBeGreaterThan(4);
});

test("a network that is gone for a while ends nothing, and is told", async () => {
  const [first = lost, ...rest] = await readsOf({}, 10);
  const { watched, shown } = watch([lost, first, lost, lost, ...rest]);
  expect((await watched).view.status).toBe("SUCCEEDED");
  expect(shown.map(({ notes }) => notes[0]).slice(0, 5)).toEqual([
    "no answer from AWS after 1 request: Cannot read: ECONNRESET",
    "",
    "no answer from AWS after 1 request: Cannot read: ECONNRESET",
    "no answer from AWS after 2 requests: Cannot read: ECONNRESET",
    "",
  ]);
});

test("a network that stays away ends the watching with its error", async () => {
  const { watched } = watch(Array.from({ length: 30 }, () => lost));
  await expect(watched).rejects.toThrow("Cannot read: ECONNRESET");
});

test("credentials that expire in the middle end the watching at once", async () => {
  const [first = lost] = await readsOf({}, 10);
  const expired = () => Promise.reject(new InvalidInput("ExpiredTokenException"));
  const { watched, shown } = watch([first, expired]);
  await expect(watched).rejects.toThrow(InvalidInput);
  expect(shown).toHaveLength(1);
});

test("a cluster is looked at when a state begins and every half minute, and tells of its step", async () => {
  const events = (await historyOf(ON_EMR)).flatMap((event) => executionEvent(event) ?? []);
  const begin = events.findIndex((event) => event.kind === "entered" && event.state === "Sentiment");
  const nothing: Read = async () => [];
  let looks = 0;
  const readCluster = async () => {
    looks += 1;
    return BUSY;
  };
  const quiet = Array.from({ length: 12 }, () => nothing);
  const { watched, shown } = watch(
    [async () => events.slice(0, begin + 2), ...quiet, async () => events.slice(begin + 2)],
    { readCluster },
  );
  await watched;
  expect(shown[0]?.notes).toEqual([
    "",
    "step PENDING on j-EXAMPLE",
    expect.stringMatching(/^about \$0\.\d\d so far$/),
  ]);
  // At once, after 30 and 60 s, and at the end.
  expect(looks).toBe(4);
});

test("who may not look at the cluster watches all the same, and sees why its cost is missing", async () => {
  const readCluster = () => Promise.reject(new InvalidInput("Not authorized to describe clusters"));
  const { watched } = watch(await readsOf(ON_EMR, 9), { readCluster });
  expect(await watched).toMatchObject({
    cost: {
      notCounted: expect.arrayContaining(["the cluster j-EXAMPLE (Not authorized to describe clusters)"]),
    },
  });
});

test("an execution without a cluster asks EMR for nothing", async () => {
  const readCluster = () => Promise.reject(new Error("EMR was asked"));
  const { watched } = watch(await readsOf({}, 9), { readCluster });
  expect(await watched).toMatchObject({ cost: { notCounted: [expect.stringContaining("of Lambda")] } });
});

test.each(["history", "readCluster", "sleep"] as const)(
  "who stops while %s does not answer waits for nothing",
  async (part) => {
    const never = () => new Promise<never>(() => {});
    const [first = lost, ...rest] = await readsOf(ON_EMR, 30);
    let stop = (_: "stopped") => {};
    const stopped = new Promise<"stopped">((resolve) => {
      stop = resolve;
    });
    const hang = () => {
      stop("stopped");
      return never();
    };
    const hanging = part === "history" ? {} : { [part]: hang };
    const reads = part === "history" ? [first, hang] : [first, ...rest];
    const { watched } = watch(reads, { stopped, ...hanging });
    expect((await watched).view).toMatchObject({ status: "RUNNING", run: { engine: "emr" } });
  },
);
