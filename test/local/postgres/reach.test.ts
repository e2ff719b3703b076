import { chmod, mkdir, mkdtemp, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { closedFolder } from "../../../local/postgres/reach.ts";

test("names the first folder on the way that a user may not enter", async () => {
  const top = await realpath(await mkdtemp(join(tmpdir(), "citypulse-reach-")));
  onTestFinished(() => rm(top, { recursive: true }));
  const closed = join(top, "closed");
  const file = join(closed, "open/file");
  await mkdir(join(closed, "open"), { recursive: true });
  await writeFile(file, "");
  await chmod(top, 0o755);
  await chmod(closed, 0o750);
  const { uid, gid } = await stat(closed);
  const stranger = { uid: uid + 1, gid: gid + 1 };
  expect(await closedFolder(file, stranger)).toBe(closed);
  expect(await closedFolder(file, { uid: uid + 1, gid })).toBeUndefined();
  expect(await closedFolder(file, { uid, gid })).toBeUndefined();
  await chmod(closed, 0o755);
  expect(await closedFolder(file, stranger)).toBeUndefined();
});
