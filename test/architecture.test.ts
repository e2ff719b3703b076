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

/** What pipelines share, and so must not know them. Registries, which know them all, are elsewhere. */
const SHARED = [
  "functions/runs/",
  "functions/posts/",
  "functions/adapters/store/",
  "functions/adapters/database/",
  "functions/adapters/aws/",
  "functions/lambda/runs/",
  "state-machines/emr/",
  "state-machines/asl.ts",
  "state-machines/failure.ts",
  "state-machines/prepare.ts",
  "infra/platform/",
  "local/engine/",
  "local/emr/",
  "local/postgres/",
  "local/terminal/",
  "local/run-pipeline.ts",
  "local/pipeline.ts",
];

/** Each has a folder of functions that begin in Lambda; `runs` has those that all share. */
const PIPELINES = readdirSync(join(ROOT, "functions/lambda"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "runs")
  .map(({ name }) => name);

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const sources = Object.keys(MAY_IMPORT).flatMap((folder) => filesIn(folder));
const imports = sources.flatMap(importsOf);
const resolved: readonly Edge[] = imports
  .filter(({ specifier }) => specifier.startsWith("."))
  .map(({ file, specifier }) => ({ from: file, to: join(dirname(file), specifier) }));

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

describe("pipelines", () => {
  test("import no other pipeline; compliance, which removes the neighbourhood's posts, imports its", () => {
    const wrong = resolved.filter(({ from, to }) => {
      const [importer, imported] = [pipelineOf(from), pipelineOf(to)];
      if (importer === undefined || imported === undefined || importer === imported) return false;
      return !(importer === "compliance" && imported === "neighbourhood");
    });
    expect(wrong).toEqual([]);
  });

  test("are imported by nothing that they share", () => {
    const wrong = resolved.filter(({ from, to }) => {
      const isShared = SHARED.some((folder) => from.startsWith(folder));
      return isShared && pipelineOf(to) !== undefined;
    });
    expect(wrong).toEqual([]);
  });

  test("are known to the checks above by their functions", () => {
    expect(PIPELINES).toEqual(expect.arrayContaining(["compliance", "neighbourhood"]));
  });
});

describe("the files", () => {
  test("import each other in no circle, types included", () => {
    expect(circles(resolved)).toEqual([]);
  });

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

describe("the fast tests", () => {
  test("start no database, no Spark and no command line: a file that does is a *.slow.test.ts", () => {
    const starts = /support\/(database|citypulse|real-spark|neighbourhood\/fresh-pipeline)\.ts$/;
    const wrong = filesIn("test")
      .filter((file) => file.endsWith(".test.ts") && !file.endsWith(".slow.test.ts"))
      .flatMap(importsOf)
      .filter(({ specifier }) => starts.test(specifier));
    expect(wrong).toEqual([]);
  });
});

/** A file that imports another, by their paths. */
interface Edge {
  readonly from: string;
  readonly to: string;
}

/** The pipeline that a file belongs to, by its folder or its name; undefined if it is shared. */
function pipelineOf(file: string): string | undefined {
  const names = file.replace(/\.ts$/, "").split("/");
  return PIPELINES.find((pipeline) => names.includes(pipeline));
}

/** The circles of imports, one for each pair that closes one: the files on the way, the first one again at its end. */
function circles(edges: readonly Edge[]): string[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at !== -1) found.push([...way.slice(at), file].join(" -> "));
    if (at !== -1 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

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
