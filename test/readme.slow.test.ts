import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

test("the table that the README shows is what the bundled sample gives", () => {
  const home = mkdtempSync(join(tmpdir(), "citypulse-readme-"));
  const output = execFileSync(process.execPath, [join(ROOT, "local/cli.ts"), "run", "--home", home], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  rmSync(home, { recursive: true });
  const shown = /^```\n(Station [\s\S]*?)```$/m.exec(readFileSync(join(ROOT, "README.md"), "utf8"))?.[1];
  expect(shown).toContain("Posts   3,000 read");
  expect(output).toContain(shown);
});
