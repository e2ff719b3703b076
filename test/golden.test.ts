import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { goldenText } from "./golden.ts";

let path: string;
let folder: URL;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "citypulse-golden-"));
  folder = pathToFileURL(`${path}/`);
  writeFileSync(join(path, "a.json"), "reviewed");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(path, { recursive: true });
});

test("a golden file stays as it was reviewed", () => {
  vi.stubEnv("UPDATE_GOLDEN", undefined);
  expect(goldenText("a.json", "new", folder)).toBe("reviewed");
});

test("a golden file is rewritten on request", () => {
  vi.stubEnv("CI", undefined);
  vi.stubEnv("UPDATE_GOLDEN", "1");
  expect(goldenText("a.json", "new", folder)).toBe("new");
  expect(readFileSync(join(path, "a.json"), "utf8")).toBe("new");
});

test("a golden file is not rewritten in CI", () => {
  vi.stubEnv("CI", "true");
  vi.stubEnv("UPDATE_GOLDEN", "1");
  expect(() => goldenText("a.json", "new", folder)).toThrow("CI must not rewrite a.json");
  expect(readFileSync(join(path, "a.json"), "utf8")).toBe("reviewed");
});
