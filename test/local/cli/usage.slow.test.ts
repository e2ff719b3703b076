import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { citypulse } from "../../support/citypulse.ts";
import { reportOf } from "../../support/cli-reports.ts";
import { EVERY_PIPELINE } from "../../support/pipeline-names.ts";
import { smallPosts } from "../../support/small-posts.ts";

const { call, folder, newHome } = citypulse();

beforeAll(async () => {
  await writeFile(join(folder(), "posts.jsonl"), smallPosts());
  await writeFile(join(folder(), "empty.jsonl"), "");
  await writeFile(join(folder(), "blank.jsonl"), "\n \n");
  await writeFile(join(folder(), "half.gz"), gzipSync(smallPosts()).subarray(0, 500));
  await writeFile(join(folder(), "columns.csv"), "Name,Lat\nBank,51.5\n");
  await writeFile(join(folder(), "a-file"), "");
  await mkdir(join(folder(), "no-posts"));
  await writeFile(join(folder(), "no-posts/notes.txt"), "nothing here");
});

describe("help", () => {
  test.each([
    { args: ["--help"], shows: /Commands:[\s\S]*run[\s\S]*sql[\s\S]*score[\s\S]*runs[\s\S]*doctor/ },
    { args: ["run", "--help"], shows: /--posts[\s\S]*--engine[\s\S]*Examples:\n {2}citypulse run/ },
    { args: ["run", "--help"], shows: /Pipelines:\n {2}neighbourhood [\s\S]*\n {2}compliance / },
    { args: ["run", "neighbourhood", "--help"], shows: /--posts[\s\S]*Examples:\n {2}citypulse run/ },
    { args: ["run", "compliance", "--help"], shows: /--check[\s\S]*Examples:\n {2}citypulse compliance/ },
    { args: ["compliance", "--help"], shows: /--check[\s\S]*Examples:\n {2}citypulse compliance/ },
    { args: ["sql", "--help"], shows: /<statement>[\s\S]*Examples:\n {2}citypulse sql "select/ },
    { args: ["score", "--help"], shows: /--jsonl[\s\S]*Examples:\n {2}echo/ },
    { args: ["runs", "--help"], shows: /--home[\s\S]*Example:\n {2}citypulse runs/ },
  ])("of $args goes to stdout, with examples", async ({ args, shows }) => {
    const ended = await call(args);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(shows);
  });

  test("is what a call without a command shows, as wrong usage", async () => {
    const ended = await call([]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("Commands:");
  });
});

describe("wrong usage exits with 2 and says what is wrong, and starts nothing:", () => {
  test.each([
    { args: ["rnu"], says: ["unknown command 'rnu'", "Did you mean run?"] },
    { args: ["run", "--post", "x"], says: ["unknown option '--post'", "Did you mean --posts?"] },
    { args: ["run", "extra"], says: ['no pipeline "extra"', EVERY_PIPELINE, "hint"] },
    { args: ["run", "compliance"], says: ["named after the options", "citypulse run compliance"] },
    { args: ["run", "one", "two"], says: ["too many arguments"] },
    { args: ["run", "--posts"], says: ["--posts <path>", "argument missing"] },
    { args: ["sql"], says: ["missing required argument 'statement'"] },
    { args: ["sql", "select 1", "select 2"], says: ["too many arguments"] },
    { args: ["run", "--engine", "spark"], says: ['--engine "spark"', "auto, lambda or emr", "hint"] },
    { args: ["run", "--run", "a/b"], says: ['run id "a/b"', "hint"] },
    { args: ["run", "--run", ""], says: ['run id ""', "hint"] },
    {
      args: ["run", "--from", "2026-11-10", "--to", "2026-11-09"],
      says: ["2026-11-10", "2026-11-09", "window", "hint"],
    },
    { args: ["run", "--from", "yesterday"], says: ['"from" is not a time: "yesterday"', "hint"] },
    { args: ["run", "--max-rejected", "20"], says: ['--max-rejected "20"', "from 0 to 1"] },
    { args: ["run", "--min-posts", "none"], says: ['--min-posts "none"', "number"] },
    { args: ["run", "--station", "Bnak"], says: ['--station "Bnak"', "stations.csv", "hint"] },
    { args: ["run", "--posts", "nowhere.jsonl"], says: ["nowhere.jsonl", "no such file", "hint"] },
    { args: ["run", "--posts", "empty.jsonl"], says: ["empty.jsonl", "empty", "hint"] },
    { args: ["run", "--posts", "blank.jsonl"], says: ["blank.jsonl", "empty", "hint"] },
    { args: ["run", "--posts", "no-posts"], says: ["no-posts", "no files of posts", "hint"] },
    { args: ["run", "--posts", "half.gz"], says: ["half.gz", "gzip is damaged or ends too early", "hint"] },
    { args: ["run", "--posts", "-"], says: ["standard input", "empty", "hint"] },
    { args: ["run", "--stations-file", "columns.csv"], says: ["columns.csv", "Latitude", "Zone", "hint"] },
    { args: ["run", "--stations-file", "nowhere.csv"], says: ["nowhere.csv", "cannot be read", "hint"] },
  ])("citypulse $args", async ({ args, says }) => {
    const home = newHome();
    const ended = await call(args[0] === "run" ? ["run", "--home", home, ...args.slice(1)] : args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    for (const part of says) expect(ended.stderr).toContain(part);
    expect(ended.stderr).not.toMatch(/^ +at /m);
    expect(existsSync(join(home, "postgres"))).toBe(false);
    expect(existsSync(join(home, "store"))).toBe(false);
  });

  test.each(["a-file", "a-file/below", "/proc/citypulse", "/dev/null"])("--home %s", async (home) => {
    const posts = await readFile(join(folder(), "posts.jsonl"));
    for (const source of ["posts.jsonl", "-"]) {
      const ended = await call(["run", "--home", home, "--posts", source], { input: posts });
      expect(ended).toMatchObject({ code: 2, stdout: "" });
      expect(ended.stderr).toContain(home);
      expect(ended.stderr).toMatch(/\n\nhint .*--home/);
      expect(ended.stderr).not.toMatch(/^ +at /m);
    }
  });

  test("--home without a name", async () => {
    const ended = await call(["run", "--home", "", "--posts", "posts.jsonl"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain('--home ""');
  });

  test.each(["sql", "runs"])("%s where no database is", async (command) => {
    const home = newHome();
    const ended = await call([command, ...(command === "sql" ? ["select 1"] : []), "--home", home]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(home);
    expect(ended.stderr).toMatch(/\n\nhint .* run --home/);
    expect(existsSync(home)).toBe(false);
  });
});

test("with --json, input that cannot be used is a failed run, and still wrong usage", async () => {
  const ended = await call([
    "run",
    "--json",
    "--posts",
    "nowhere.jsonl",
    "--home",
    newHome(),
    "--run",
    "here",
  ]);
  expect(ended.code).toBe(2);
  expect(reportOf(ended)).toMatchObject({
    runId: "here",
    status: "failed",
    posts: { read: 0, accepted: 0, duplicates: 0, unplaced: 0, rejected: 0 },
    error: { name: "InvalidInput", message: expect.stringContaining("nowhere.jsonl") },
  });
});
