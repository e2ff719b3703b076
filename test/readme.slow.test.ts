import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

test("the tables that the README shows are what the bundled samples give", () => {
  const home = mkdtempSync(join(tmpdir(), "citypulse-readme-"));
  const output = execFileSync(process.execPath, [join(ROOT, "local/cli.ts"), "sample", "--home", home], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  rmSync(home, { recursive: true });
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [posts, sales, ...others] = [...readme.matchAll(/^```\n(Station [\s\S]*?)```$/gm)].map(
    ([, shown]) => shown,
  );
  expect(others).toEqual([]);
  expect(posts).toContain("Posts   3,000 read");
  expect(sales).toContain("Sales   17,200 read");
  expect(output).toContain(posts);
  expect(output).toContain(sales);
});
