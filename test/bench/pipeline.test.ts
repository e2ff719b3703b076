import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { comparisonTable, growthTable, type PipelineBenchmark } from "../../bench/pipeline/benchmark.ts";
import { descendants, highest, watchMemory } from "../../bench/pipeline/memory.ts";
import { addUp, readJob } from "../../bench/pipeline/original.ts";
import { measureProcess } from "../../bench/pipeline/process.ts";

const DURABILITY = { fsync: "on", full_page_writes: "on", synchronous_commit: "on" };
const line = (value: object): string => `${JSON.stringify(value)}\n`;
const sentiment = line({ startSeconds: 2, jobSeconds: 30, rows: 1_000_000 });
const topics = line({ startSeconds: 3, jobSeconds: 50, rows: 5 });
const jobs = {
  sentiment: readJob(`Spark says something first\n${sentiment}`),
  topics: readJob(topics),
};
const load = line({ loadSeconds: 10, rows: 20_000, durability: DURABILITY });

describe("the times of the original pipeline", () => {
  test("are the sum of both jobs, the starts of Spark and the load, scaled to all rows", () => {
    const times = addUp(jobs, load);
    expect(times.scaledLoadSeconds).toBe(500);
    expect(times.seconds).toBe(2 + 30 + 3 + 50 + 500);
    expect(times.load.durability).toEqual(DURABILITY);
  });

  test.each([
    ["nothing", "", load],
    ["no object", "Killed\n", load],
    ["an object without its times", line({ rows: 3 }), load],
    ["no row loaded", topics, line({ loadSeconds: 10, rows: 0, durability: DURABILITY })],
  ])("are refused if a script printed %s", (_, middle, last) => {
    expect(() => addUp({ ...jobs, topics: readJob(middle) }, last)).toThrow();
  });
});

describe("the memory of a process and its descendants", () => {
  const process = (pid: number, parent: number, isPostgres: boolean) => ({
    pid,
    parent,
    isPostgres,
    resident: 0,
  });

  test("includes children of children, and no other process", () => {
    const all = [process(1, 0, false), process(5, 1, false), process(7, 5, true), process(8, 7, true)];
    expect(descendants([...all, process(9, 1, false)], 5)).toEqual(all.slice(1));
  });

  test("has its common peak at one moment, not as a sum of peaks", () => {
    const moments = [
      [
        { isPostgres: false, bytes: 100 },
        { isPostgres: true, bytes: 1 },
      ],
      [
        { isPostgres: false, bytes: 20 },
        { isPostgres: true, bytes: 50 },
        { isPostgres: true, bytes: 30 },
      ],
    ];
    const none = { node: 0, postgres: 0, together: 0, samples: 0 };
    expect(moments.reduce(highest, none)).toEqual({ node: 100, postgres: 80, together: 101, samples: 2 });
  });

  test("is measured on Linux, and null elsewhere", async () => {
    const size = 200 * 2 ** 20;
    const holds = `const held = Buffer.alloc(${size}, 1); setTimeout(() => held, 60_000); console.log("ready")`;
    // The process that holds the memory is a child of the watched one.
    const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(holds)}], { stdio: "inherit" })`;
    const child = spawn(globalThis.process.execPath, ["-e", parent], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    const pid = child.pid ?? Number.NaN;
    try {
      await once(child.stdout, "data");
      const stop = watchMemory(pid, globalThis.process.platform);
      await sleep(50);
      const peak = stop();
      const isLinux = globalThis.process.platform === "linux";
      expect(peak !== null).toBe(isLinux);
      if (peak !== null) {
        expect(peak.node).toBeGreaterThan(size);
        expect(peak.node).toBeLessThan(size + 200 * 2 ** 20);
        expect(peak.postgres).toBe(0);
      }
      expect(watchMemory(pid, "darwin")()).toBeNull();
    } finally {
      globalThis.process.kill(-pid, "SIGKILL");
    }
  });
});

describe("a measured process", () => {
  const node = globalThis.process.execPath;

  test("returns its output and its time", async () => {
    const { stdout, seconds } = await measureProcess(
      node,
      ["-e", "setTimeout(() => console.log('done'), 100)"],
      {
        stderr: "kept",
      },
    );
    expect(stdout).toBe("done\n");
    expect(seconds).toBeGreaterThan(0.1);
  });

  test("that fails is an error with the end of its output", async () => {
    const failing = measureProcess(node, ["-e", "console.error('no room'); process.exit(3)"], {
      stderr: "kept",
    });
    await expect(failing).rejects.toThrow(/ended with 3: no room$/);
  });

  test("that does not exist is an error", async () => {
    await expect(measureProcess("/no/such/program", [], { stderr: "kept" })).rejects.toThrow(/ENOENT/);
  });
});

describe("the tables", () => {
  const MEBIBYTE = 2 ** 20;
  const benchmark = (memory: PipelineBenchmark["citypulse"]["memory"]): PipelineBenchmark => ({
    posts: 2_000_000,
    bytes: 700 * MEBIBYTE,
    citypulse: {
      seconds: 58.5,
      postsPerSecond: 34_188,
      phases: { extract: 8, analyse: 30.25, load: 20 },
      counts: { read: 2_000_000, accepted: 2_000_000, duplicates: 0, unplaced: 0, rejected: 0 },
      memory,
      durability: DURABILITY,
    },
    original: { posts: 1_000_000, times: addUp(jobs, load), seconds: 1170, ratio: 20 },
  });
  const memory = { node: 500 * MEBIBYTE, postgres: 100 * MEBIBYTE, together: 550 * MEBIBYTE, samples: 9 };

  test("show both pipelines, part by part, and what was scaled", () => {
    const { table, notes } = comparisonTable(benchmark(memory));
    const cells = table.flat();
    expect(cells).toContain("The original pipeline, measured with 1,000,000 posts and scaled");
    expect(cells).toContain("its load, 2,000 rows a second, timed on 20,000 rows and scaled to 1,000,000");
    expect(cells).toContain("20.0 times as long");
    expect(cells).toContain("30.3 s");
    expect(cells).toContain("550 MiB (Node.js 500 MiB, PostgreSQL 100 MiB)");
    expect(notes.join()).toContain("on both sides: fsync = on");
  });

  test("say if memory was not measured", () => {
    expect(growthTable([benchmark(null)]).table[1]).toContain("not measured");
    expect(comparisonTable({ ...benchmark(null), original: null }).table.flat()).toContain("not measured");
  });
});
