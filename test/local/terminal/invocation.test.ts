import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commandLine } from "../../../local/terminal/invocation.ts";

const PROJECT = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");

test.each([PROJECT, join(PROJECT, "data")])("npm finds the program in %s", (folder) => {
  expect(commandLine({ folder, home: join(folder, ".citypulse") }, "runs")).toBe("npx citypulse runs");
});

test.each(["/tmp", `${PROJECT}-2`, join(PROJECT, "..")])(
  "in %s the launcher is named by its path, as a shell must have it",
  (folder) => {
    const line = commandLine({ folder, home: join(folder, ".citypulse") }, "runs");
    const words = execFileSync("sh", ["-c", `printf '%s\n' ${line}`], { encoding: "utf8" });
    expect(words).toBe(`${join(PROJECT, "local/citypulse")}\nruns\n`);
  },
);

test("a home of one's own is named, as a shell must have it", () => {
  const line = (home: string) => commandLine({ folder: PROJECT, home }, "runs");
  expect(line("/data/home")).toBe("npx citypulse runs --home /data/home");
  expect(line("/data/my home's")).toBe("npx citypulse runs --home '/data/my home'\\''s'");
});
