import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Which of the project's folders a folder may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  analysis: [],
  "state-machines": [],
  // What an execution can be started with is part of its definition, and is read by it.
  functions: ["analysis", "state-machines"],
  "spark-jobs": ["analysis"],
  // The jobs and the functions are bundled, and what they share with the stack is read.
  infra: ["functions", "state-machines", "spark-jobs"],
  local: ["analysis", "functions", "state-machines", "spark-jobs", "data", "infra"],
  data: ["analysis", "functions"],
  bench: ["analysis", "functions", "local", "data", "spark-jobs", "state-machines"],
};

/** Which packages a folder may import; what is not listed may import any. */
const PACKAGES: Readonly<Record<string, readonly RegExp[]>> = {
  analysis: [/^natural\/lib\//, /^vader-sentiment\/src\/vader_lexicon\.js$/],
  "state-machines": [],
};

/** What the command line may know of a stack: its configuration and its cost, without Pulumi. */
const SETTINGS = "infra/settings/";
/** And its pipelines: their values load what Pulumi needs only when they are deployed. */
const REGISTRY = "infra/pipelines.ts";
const SETTINGS_PACKAGES = ["yaml", "zod"];

const LONGEST_FILE = 300;

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const sources = Object.keys(MAY_IMPORT).flatMap((folder) => filesIn(folder));
const imports = sources.flatMap(importsOf);

describe("the folders", () => {
  test("import only what points inwards", () => {
    const wrong = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith(".")) return false;
      const from = topOf(file);
      const to = topOf(relative(ROOT, join(ROOT, dirname(file), specifier)));
      return from !== to && !MAY_IMPORT[from]?.includes(to);
    });
    expect(wrong).toEqual([]);
  });

  test("keep the cloud, the database and Node out of the analysis and the definition", () => {
    const wrong = imports.filter(({ file, specifier }) => {
      const allowed = PACKAGES[topOf(file)];
      return (
        !specifier.startsWith(".") && allowed !== undefined && !allowed.some((one) => one.test(specifier))
      );
    });
    expect(wrong).toEqual([]);
  });

  test("keep Pulumi, the cloud and Node out of the settings of a stack, and all else of it out of the command line", () => {
    const ofInfra = (file: string, specifier: string): boolean =>
      specifier.startsWith(".") && join(dirname(file), specifier).startsWith("infra/");
    const inSettings = (file: string, specifier: string): boolean =>
      [SETTINGS, REGISTRY].some((place) => join(dirname(file), specifier).startsWith(place));
    const wrong = imports.filter(({ file, specifier }) => {
      if (file.startsWith(SETTINGS) && !specifier.startsWith("."))
        return !SETTINGS_PACKAGES.includes(specifier);
      if (!file.startsWith(SETTINGS) && !file.startsWith("local/")) return false;
      return ofInfra(file, specifier) && !inSettings(file, specifier);
    });
    expect(wrong).toEqual([]);
    expect(
      imports.some(({ file, specifier }) => file.startsWith("local/") && inSettings(file, specifier)),
    ).toBe(true);
  });

  test("let the registry of a stack be read without loading Pulumi", () => {
    const loaded = new Set([REGISTRY]);
    for (const file of loaded)
      for (const [, specifier = ""] of read(file).matchAll(/^import (?!type)[^"]*"(\.[^"]+\.ts)"/gm))
        loaded.add(join(dirname(file), specifier));
    expect(loaded.size).toBeGreaterThan(10);
    const pulumi = [...loaded].filter((file) => /^import (?!type)[^"]*"@pulumi/m.test(read(file)));
    expect(pulumi).toEqual([]);
  });

  test("keep the handlers apart from the adapters, which only what composes them may name", () => {
    const handlers = imports.filter(
      ({ file }) => /^functions\/[^/]+\//.test(file) && !/^functions\/(adapters|lambda)\//.test(file),
    );
    expect(handlers.filter(({ specifier }) => specifier.includes("/adapters/"))).toEqual([]);
  });

  test("never import the root of natural, which opens sockets and prints", () => {
    expect(imports.filter(({ specifier }) => specifier === "natural")).toEqual([]);
  });
});

describe("the files", () => {
  test("stay short enough to have one reason to change", () => {
    const long = sources
      .filter((file) => file.endsWith(".ts"))
      .map((file) => ({ file, lines: read(file).split("\n").length }))
      .filter(({ lines }) => lines > LONGEST_FILE);
    expect(long).toEqual([]);
  });

  test("are found by the checks above", () => {
    expect(imports.length).toBeGreaterThan(100);
  });
});

function filesIn(folder: string): string[] {
  const path = join(ROOT, folder);
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`);
}

function importsOf(file: string): Import[] {
  const found = read(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
  return [...found].flatMap(([, specifier]) => (specifier === undefined ? [] : [{ file, specifier }]));
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function topOf(path: string): string {
  return path.split(/[/\\]/)[0] ?? "";
}
