import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { citypulse } from "../../support/citypulse.ts";
import { SMALL_STATIONS, smallPosts } from "../../support/small-posts.ts";

const { call, folder, newHome, shell } = citypulse();
const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
let home: string;
let run: readonly string[];

beforeAll(async () => {
  home = newHome();
  await writeFile(join(folder(), "posts.jsonl"), smallPosts());
  await writeFile(join(folder(), "stations.csv"), SMALL_STATIONS);
  const files = ["posts.jsonl", "stations.csv"].map((name) => join(folder(), name));
  run = ["run", "--home", home, "--posts", files[0] ?? "", "--stations-file", files[1] ?? ""];
});

describe("the summary of a run", () => {
  test("shows the stations, the counts, where the data lies, and nothing on stderr", async () => {
    const ended = await call([...run, "--run", "20261116T060000Z"]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/^\nStation +n +Sentiment +95 % interval +Terms\n/);
    expect(ended.stdout).toMatch(/^Bank +13 +\+0\.\d\d +−0\.\d\d to \+0\.\d\d +\w[\w ]*(?:, \w[\w ]*){2}$/m);
    expect(ended.stdout).toMatch(
      /^Posts +59 read = 53 accepted \+ 3 duplicates \+ 3 rejected; 14 of the accepted near no station$/m,
    );
    expect(ended.stdout).toMatch(/^From +posts\.jsonl$/m);
    expect(ended.stdout).toContain(`\nData    ${join(home, "store")}\n`);
    expect(ended.stdout).toMatch(/^Run +20261116T060000Z succeeded in \d+\.\d s$/m);
  });

  test.each([
    {
      place: "a folder of the user's",
      stands: () => folder(),
      program: [join(PROJECT, "local/citypulse")],
    },
    { place: "the project", stands: () => PROJECT, program: ["npx", "citypulse"] },
  ])("ends with commands that work when pasted in $place", async ({ stands, program }) => {
    const ended = await call(run, { folder: stands() });
    const next = ended.stdout.slice(ended.stdout.indexOf("Next")).trimEnd().split("\n");
    const commands = next.map((line) => line.slice(8).replace(/ {4}.*/, ""));
    expect(commands.length).toBe(2);
    for (const command of commands) {
      const { stdout: words } = await shell(`printf '%s\\n' ${command.replaceAll(/[<>|]/g, " ")}`);
      expect(words.split("\n").slice(0, program.length)).toEqual(program);
      const pasted = await shell(command.replace("FILE", join(folder(), "posts.jsonl")), {
        folder: stands(),
      });
      expect(pasted.code).toBe(0);
      expect(pasted.stdout).toContain("market");
    }
  });

  test("names no home where it is the default", async () => {
    const all = ["run", "--posts", "posts.jsonl", "--stations-file", "stations.csv"];
    const ended = await call(all);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain(`\nData    ${join(folder(), ".citypulse/store")}\n`);
    expect(ended.stdout).not.toContain("--home");
  });
});

describe("colour", () => {
  const ESCAPE = "\u001b[";
  const wrong = ["run", "--posts", "nowhere"];

  test("is left out where no terminal is, in a CI too", async () => {
    const table = await call(["runs", "--home", home], { environment: { CI: "true" } });
    const error = await call(wrong, { environment: { CI: "true" } });
    expect(table.stdout).toContain("succeeded");
    expect(table.stdout + error.stderr).not.toContain(ESCAPE);
  });

  test("is there where it is forced, and NO_COLOR alone takes it away", async () => {
    const forced = await call(wrong, { environment: { FORCE_COLOR: "1" } });
    expect(forced.stderr).toContain(ESCAPE);
    const none = await call(wrong, { environment: { NO_COLOR: "1" } });
    expect(none.stderr).not.toContain(ESCAPE);
  });
});

describe("a reader that has seen enough gets its line, and nobody an error:", () => {
  test.each([
    { line: "citypulse run --help | head -1", shows: /^Usage/ },
    {
      line: `citypulse sql "select generate_series(1, 200000) as n" --home "$HERE" | head -1`,
      shows: /^ *n$/,
    },
    {
      line: `citypulse sql --json "select generate_series(1, 200000) as n" --home "$HERE" | head -c 5`,
      shows: /^\[\{/,
    },
    { line: "yes 'a good day' | head -100000 | citypulse score | head -1", shows: /^ 0\.4404/ },
    { line: "yes 'a good day' | citypulse score --json | head -1", shows: /"compound":0\.4404/ },
  ])("$line", async ({ line, shows }) => {
    const ended = await shell(line, { environment: { HERE: home } });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.trimEnd()).toMatch(shows);
  });

  test("the run is done and its exit code is its own", async () => {
    const done = await shell(
      `{ citypulse ${run.join(" ")} --run read-by-nobody; echo "code $?" >&2; } | true`,
    );
    expect(done.stderr).toBe("code 0\n");
    const listed = await call(["runs", "--json", "--home", home]);
    expect(listed.stdout).toContain('"runId":"read-by-nobody","status":"succeeded"');
  });
});
