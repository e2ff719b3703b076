import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ExecutionView, NOTHING_YET, type StateRow } from "../../../local/aws/execution-view.ts";
import { watchView } from "../../../local/aws/watch-view.ts";

const TASKS = ["PrepareDatabase", "ExtractPosts", "Analyse"];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

function screen({ isTTY = true, columns = 120 } = {}) {
  let written = "";
  const stream = { isTTY, columns, write: (text: string) => (written += text) };
  const view = watchView(stream, { tasksOf: () => TASKS, now: Date.now });
  return {
    view,
    written: () => written,
    drawings: () => written.split("\r\u001b[2K").slice(1).map(stripVTControlCharacters),
    lines: () =>
      written
        .split("\n")
        .map((line) => stripVTControlCharacters(line.slice(line.lastIndexOf("\r") + 1)).trimEnd()),
  };
}

const row = (state: string, since: number, more: Partial<StateRow> = {}): StateRow => ({
  ...{ state, since, until: null, outcome: "going on", calls: 1, counts: "", note: "", ...more },
});
const done = (state: string, since: number, until: number, counts = "") =>
  row(state, since, { until, outcome: "done", counts });
const running = (...rows: StateRow[]): ExecutionView => ({ ...NOTHING_YET, rows });

test("what is done stands on lines, what goes on below them with what is said of it, redrawn in place", () => {
  const { view, lines } = screen();
  view.show(running(row("PrepareDatabase", 0)), []);
  vi.advanceTimersByTime(5_000);
  view.show(running(done("PrepareDatabase", 0, 4_000), row("ExtractPosts", 4_000)), ["about $0.01 so far"]);
  expect(lines()).toEqual([
    " 1/3  PrepareDatabase     ok    4.0 s",
    " 2/3  ExtractPosts        …     1.0 s  about $0.01 so far",
  ]);
  vi.advanceTimersByTime(2_000);
  expect(lines().at(-1)).toContain("3.0 s");
});

test("a state between its slices goes on, until the next one begins", () => {
  const { view, lines } = screen();
  vi.advanceTimersByTime(10_000);
  view.show(running(done("PrepareDatabase", 0, 4_000)), []);
  expect(lines()).toEqual([" 1/3  PrepareDatabase     …    10.0 s"]);
});

test("at the end every state is a line, the failed one marked with its error", () => {
  const { view, lines } = screen();
  const failed = row("ExtractPosts", 4_000, { until: 9_000, outcome: "failed", note: "SourceRejected" });
  view.show({ ...running(done("PrepareDatabase", 0, 4_000), failed), status: "FAILED" }, []);
  view.end();
  expect(lines()).toEqual([
    " 1/3  PrepareDatabase     ok    4.0 s",
    " 2/3  ExtractPosts        !!    5.0 s  SourceRejected",
    "",
  ]);
});

test("where nobody watches any more, what goes on is neither well nor failed", () => {
  const { view, lines } = screen();
  view.show(running(row("PrepareDatabase", 0)), []);
  view.end();
  expect(lines()).toEqual([" 1/3  PrepareDatabase     …     0.0 s", ""]);
  vi.advanceTimersByTime(5_000);
  expect(lines()).toHaveLength(2);
});

test("what is redrawn never wraps", () => {
  const { view, drawings } = screen({ columns: 60 });
  view.show(running(row("PrepareDatabase", -90_000_000)), [
    "cluster j-0123456789 BOOTSTRAPPING",
    "about $1234.56 so far",
  ]);
  vi.advanceTimersByTime(1_000);
  expect(drawings().length).toBeGreaterThan(2);
  for (const drawing of drawings()) expect(drawing.length).toBeLessThan(60);
});

test("where no terminal is, each state is one line without control characters", () => {
  const { view, written } = screen({ isTTY: false });
  view.show(running(row("PrepareDatabase", 0)), ["about $0.01 so far"]);
  vi.advanceTimersByTime(4_000);
  view.show(running(done("PrepareDatabase", 0, 4_000), row("ExtractPosts", 4_000)), []);
  view.show(
    {
      ...running(done("PrepareDatabase", 0, 4_000), done("ExtractPosts", 4_000, 5_000, "3 records")),
      status: "SUCCEEDED",
    },
    [],
  );
  view.end();
  expect(written()).toBe(
    " 1/3  PrepareDatabase     ok    4.0 s\n 2/3  ExtractPosts        ok    1.0 s  3 records\n",
  );
});

test("where no terminal is, a state that takes long is told of once a minute", () => {
  const { view, lines } = screen({ isTTY: false });
  view.show(running(row("ExtractPosts", 0)), ["step RUNNING on j-1"]);
  vi.advanceTimersByTime(150_000);
  expect(lines()).toEqual([
    expect.stringMatching(/^ 2\/3 {2}ExtractPosts {8}… +60\.\d s {2}step RUNNING on j-1$/),
    expect.stringMatching(/^ 2\/3 {2}ExtractPosts {8}… +2m 00s {2}step RUNNING on j-1$/),
    "",
  ]);
});

test("before anything is known there is nothing to show", () => {
  const { view, written } = screen();
  view.show(NOTHING_YET, ["no answer from AWS"]);
  view.end();
  expect(written()).toBe("");
});
