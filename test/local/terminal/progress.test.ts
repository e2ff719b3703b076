import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StateEvent } from "../../../local/engine/execution.ts";
import { neighbourhoodProgress } from "../../../local/neighbourhood/progress.ts";
import { describeProgress, progressLine, progressView } from "../../../local/terminal/progress.ts";

const TASKS = ["PrepareDatabase", "ExtractPosts", "Analyse", "LoadResults", "Publish", "CloseRun"];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a terminal of so many columns would show: the finished lines, and what stands on the last one. */
function screen(columns = 120) {
  let written = "";
  const stream = { isTTY: true, columns, write: (text: string) => (written += text) };
  const view = progressView(stream, TASKS, neighbourhoodProgress, Date.now);
  return {
    view,
    drawings: () => written.split("\r\u001b[2K").slice(1).map(stripVTControlCharacters),
    lines: () =>
      written
        .split("\n")
        .map((line) => stripVTControlCharacters(line.slice(line.lastIndexOf("\r") + 1)).trimEnd()),
  };
}

const event = (kind: StateEvent["kind"], state: string, more: Partial<StateEvent> = {}): StateEvent => ({
  kind,
  state,
  type: "Task",
  at: Date.now(),
  data: {},
  ...more,
});

test("each finished state is a line with its number, its time and its counts", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "PrepareDatabase"));
  vi.advanceTimersByTime(1_200);
  view.onEvent(event("left", "PrepareDatabase"));
  view.onEvent(event("entered", "ExtractPosts"));
  vi.advanceTimersByTime(300);
  view.onEvent(event("left", "ExtractPosts", { data: { extract: { records: 3_000, pages: 1 } } }));
  view.onEvent(event("entered", "Analyse"));
  const counts = { accepted: 2_948, rejected: 12 };
  view.onEvent(event("left", "Analyse", { data: { analysis: { counts } } }));
  view.onEvent(event("entered", "CloseRun"));
  view.onEvent(event("left", "CloseRun"));
  view.end();
  expect(lines()).toEqual([
    " 1/6  PrepareDatabase     ok    1.2 s",
    " 2/6  ExtractPosts        ok    0.3 s  3,000 records in 1 file",
    " 3/6  Analyse             ok    0.0 s  2,948 posts, 12 rejected",
    " 6/6  CloseRun            ok    0.0 s",
    "",
  ]);
});

test("the state at work is redrawn in place, with its time, how far it is, the time left and the rate", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "Analyse"));
  view.onProgress(1_200, 4_000, "records");
  vi.advanceTimersByTime(500);
  expect(lines()).toEqual([" 3/6  Analyse             …     0.5 s  30 % of 4,000 records"]);
  vi.advanceTimersByTime(2_500);
  expect(lines()).toEqual([" 3/6  Analyse             …     3.0 s  30 % of 4,000 records, 7 s left, 400/s"]);
  view.onProgress(3, null, "buckets");
  vi.advanceTimersByTime(100);
  expect(lines()).toEqual([" 3/6  Analyse             …     3.1 s  3 buckets, 1/s"]);
});

test("what is counted anew has its own rate, from where the last was heard of", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "Analyse"));
  vi.advanceTimersByTime(10_000);
  view.onProgress(4_000, 4_000, "records");
  vi.advanceTimersByTime(2_000);
  view.onProgress(2, 8, "buckets");
  vi.advanceTimersByTime(100);
  expect(lines().at(-1)).toContain("25 % of 8 buckets, 7 s left, 1/s");
});

test("a state that is entered again for its next slice stays one line", () => {
  const { view, lines } = screen();
  for (let slice = 0; slice < 3; slice++) {
    view.onEvent(event("entered", "ExtractPosts"));
    vi.advanceTimersByTime(1_000);
    view.onEvent(event("left", "ExtractPosts", { data: { extract: { records: slice, pages: slice } } }));
  }
  view.end();
  expect(lines()).toEqual([" 2/6  ExtractPosts        ok    3.0 s  2 records in 2 files", ""]);
});

test("a wait says until when, and no longer than it lasts", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "ExtractPosts"));
  view.onEvent(event("left", "ExtractPosts"));
  const data = { extract: { resumeAt: "2026-11-16T06:15:00Z" } };
  view.onEvent(event("entered", "WaitForRateLimit", { type: "Wait", data }));
  vi.advanceTimersByTime(100);
  expect(lines().at(-1)).toContain("waiting for the source's rate limit until 2026-11-16T06:15:00Z");
  view.onEvent(event("left", "WaitForRateLimit", { type: "Wait", data }));
  view.onEvent(event("entered", "ExtractPosts"));
  expect(lines().at(-1)).not.toContain("waiting");
});

test("a retried state says so, and is well when it succeeds", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "LoadResults"));
  view.onEvent(event("failed", "LoadResults", { error: "DatabaseUnavailable" }));
  expect(lines().at(-1)).toContain("DatabaseUnavailable");
  view.onEvent(event("retried", "LoadResults"));
  expect(lines().at(-1)).toContain("retrying after a temporary error");
  view.onEvent(event("left", "LoadResults"));
  view.end();
  expect(lines()[0]).toMatch(/^ 4\/6 {2}LoadResults +ok /);
});

test("a failed state is marked as failed with its error, also where the failure is caught", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "Analyse"));
  view.onEvent(event("failed", "Analyse", { error: "InvalidInput" }));
  view.onEvent(event("left", "Analyse"));
  view.onEvent(event("entered", "RecordFailure"));
  view.onEvent(event("left", "RecordFailure"));
  view.end();
  expect(lines()).toEqual([
    " 3/6  Analyse             !!    0.0 s  InvalidInput",
    "      RecordFailure       ok    0.0 s",
    "",
  ]);
});

test("a state that was stopped on the way is not well", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "Publish"));
  view.end();
  expect(lines()).toEqual([" 5/6  Publish             !!    0.0 s", ""]);
});

test("what is redrawn never wraps, whatever it says", () => {
  const { view, drawings } = screen(60);
  view.onEvent(event("entered", "ExtractPosts"));
  view.onProgress(1_000_000, 2_000_000, "records of a source that has a very long name");
  vi.advanceTimersByTime(1_000_000);
  for (const drawing of drawings()) expect(drawing.length).toBeLessThan(60);
});

test("nothing is written after the end", () => {
  const { view, lines } = screen();
  view.onEvent(event("entered", "Publish"));
  view.end();
  const before = lines();
  vi.advanceTimersByTime(5_000);
  expect(lines()).toEqual(before);
});

test("where no terminal is, nothing is written at all", () => {
  const write = vi.fn();
  const view = progressView({ write }, TASKS, neighbourhoodProgress, Date.now);
  view.onEvent(event("entered", "Analyse"));
  view.onProgress(1, 2, "steps");
  vi.advanceTimersByTime(1_000);
  view.end();
  expect(write).not.toHaveBeenCalled();
});

const LINE = {
  state: "Analyse",
  mark: "ok",
  milliseconds: 1_200,
  details: ["", "2,948 posts", "", "12 rejected"],
};

test("a line has the state's number among all, its time, and what is to be said of it", () => {
  expect(progressLine(LINE, ["ExtractPosts", "Analyse"])).toBe(
    " 2/2  Analyse             ok    1.2 s  2,948 posts, 12 rejected",
  );
});

test("a state outside of the way has no number, and keeps its column", () => {
  expect(progressLine({ ...LINE, details: [] }, ["CloseRun"])).toBe("      Analyse             ok    1.2 s");
});

test("a line is cut off before the screen's end", () => {
  const long = { ...LINE, details: ["x".repeat(300)] };
  expect(progressLine(long, ["Analyse"], { columns: 60 })).toHaveLength(58);
});

const half = { done: 5_000_000, total: 10_000_000, unit: "records", since: 0 };

test.each([
  [500, "50 % of 10,000,000 records"],
  [50_000, "50 % of 10,000,000 records, 50 s left, 100,000/s"],
  [200_000, "50 % of 10,000,000 records, 3 min left, 25,000/s"],
  [7_200_000, "50 % of 10,000,000 records, 2 h left, 694/s"],
])("after %i ms half of ten million is: %s", (now, text) => {
  expect(describeProgress(half, now)).toBe(text);
});

test("without a total there is a rate, and nothing of what is left", () => {
  expect(describeProgress({ ...half, total: null }, 10_000)).toBe("5,000,000 records, 500,000/s");
});

test("nothing done, nothing to do, or more than there was to do are no faults", () => {
  expect(describeProgress({ ...half, done: 0 }, 10_000)).toBe("0 % of 10,000,000 records");
  expect(describeProgress({ ...half, done: 0, total: 0 }, 10_000)).toBe("0 records");
  expect(describeProgress({ ...half, done: 12, total: 10 }, 10_000)).toBe(
    "100 % of 10 records, 0 s left, 1/s",
  );
});
