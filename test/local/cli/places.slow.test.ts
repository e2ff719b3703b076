import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

/** All that the command line reads of the project. */
const PARTS = ["analysis", "data", "functions", "infra", "local", "spark-jobs", "state-machines"];
const FILES = ["package.json", "package-lock.json"];

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "citypulse-places-"));
  onTestFinished(() => rm(folder, { recursive: true, maxRetries: 10 }));
  return folder;
}

/** The project in that folder. Packages are linked. */
async function copyProject(folder: string): Promise<string> {
  await mkdir(folder, { mode: 0o700 });
  for (const part of [...PARTS, ...FILES])
    await cp(join(ROOT, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  await symlink(await realpath(join(ROOT, "node_modules")), join(folder, "node_modules"));
  return join(folder, "local/citypulse");
}

test("npm start works in a folder that is closed to others and has a blank, a quote and an accent in its name", {
  timeout: 120_000,
}, async () => {
  const folder = join(await temporaryFolder(), "my city's café");
  const launcher = await copyProject(folder);
  const report = JSON.parse((await run(launcher, ["run", "--json"], { cwd: folder })).stdout);
  expect(report).toMatchObject({ status: "succeeded" });
  const statement = "select count(*)::int as posts from citypulse.posts";
  const { stdout } = await run(launcher, ["sql", "--json", statement], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual([{ posts: report.posts.accepted }]);
});
