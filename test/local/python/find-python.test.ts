import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findPython } from "../../../local/python/find-python.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "citypulse-python-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A stand-in for Python in a folder of its own: a shell script. */
function standIn(where: string, name: string, script: string): string {
  const place = join(folder, where);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(place, name), 0o755);
  return place;
}

test("a name that fails is passed over for the same name further on the search path", async () => {
  const broken = standIn("broken", "python3.11", "echo 'command not found' >&2; exit 127");
  const working = standIn("working", "python3.11", "echo 3.11.2 /usr");
  const python = await findPython([broken, working].join(delimiter));
  expect(python).toEqual({ path: join(working, "python3.11"), identity: "3.11.2 /usr" });
});

test("a name with a version goes before one without, wherever it stands", async () => {
  const plain = standIn("plain", "python3", "echo plain");
  const exact = standIn("exact", "python3.10", "echo exact");
  expect((await findPython([plain, exact].join(delimiter))).identity).toBe("exact");
});

test("where there is none, the error says which Python is needed and how it is installed", async () => {
  const wrong = standIn("wrong", "python3", "exit 1");
  await expect(findPython(wrong)).rejects.toThrow(
    /needs Python 3\.10 or 3\.11 with its venv module.*python3-venv/,
  );
});
