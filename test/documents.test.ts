import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import packages from "../package.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");

/** Every file of the repository, relative to its root; packages and hidden folders are none of it. */
const files = readdirSync(ROOT)
  .filter((entry) => entry !== "node_modules" && !entry.startsWith("."))
  .flatMap(filesIn);
const folders = new Set(files.flatMap(foldersOf));
const paths = new Set([...files, ...folders]);
const names = new Set(files.map((file) => basename(file)));
/** Top folders: a word in code that begins with one of them is a path of the repository. */
const tops = new Set([...folders].filter((folder) => !folder.includes("/")));

const documents = files
  .filter((file) => file.endsWith(".md"))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

/** Facts of the documents as `document: what`, so that a failure says where it is. */
const inDocuments = (find: (document: (typeof documents)[number]) => readonly string[]): string[] =>
  documents.flatMap((document) => find(document).map((found) => `${document.path}: ${found}`));

test("the documents are found", () => {
  expect(documents.map(({ path }) => path)).toEqual(expect.arrayContaining(["README.md", "docs/spark.md"]));
});

describe("what the documents name", () => {
  test("as a link is a file and a heading in it", () => {
    const broken = inDocuments(({ path, text }) =>
      linksIn(text).filter((link) => {
        const [target = "", heading] = link.split("#");
        const file = target === "" ? path : posix.join(posix.dirname(path), target).replace(/\/$/, "");
        if (!paths.has(file)) return true;
        return heading !== undefined && !headingsOf(file).includes(heading);
      }),
    );
    expect(broken).toEqual([]);
  });

  test("as links lead to every page of docs/", () => {
    const linked = new Set(
      documents.flatMap(({ path, text }) =>
        linksIn(text).map((link) => posix.join(posix.dirname(path), link.split("#")[0] ?? "")),
      ),
    );
    const pages = documents.map(({ path }) => path).filter((path) => path.startsWith("docs/"));
    expect(pages.filter((page) => !linked.has(page))).toEqual([]);
  });

  test("as a path of the repository is there", () => {
    const missing = inDocuments(({ text }) =>
      codeIn(text.replace(RECIPE, ""))
        .flatMap((code) => code.split(/[\s()`,;:]+/))
        .filter(isPath)
        .filter((path) => !paths.has(path.replace(/\/$/, ""))),
    );
    expect(missing).toEqual([]);
  });

  test("as a test is one", () => {
    const missing = inDocuments(({ text }) =>
      codeIn(text)
        .flatMap((code) => code.match(/(?<![\w*.])[\w-][\w.-]*\.test\.ts\b/g) ?? [])
        .filter((name) => !names.has(name)),
    );
    expect(missing).toEqual([]);
  });

  test("as a script is one of package.json", () => {
    const scripts: Readonly<Record<string, string>> = packages.scripts;
    const missing = inDocuments(({ text }) =>
      [...text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)]
        .map(([, name = ""]) => name)
        .filter((name) => !NPM_COMMANDS.includes(name) && scripts[name] === undefined),
    );
    expect(missing).toEqual([]);
  });

  test("as an option of a command is in its help", async () => {
    const named = documents.flatMap(({ path, text }) =>
      codeIn(text.replace(RECIPE, ""))
        .flatMap((code) => code.split("\n"))
        .flatMap((line) => commandsIn(line).map((found) => ({ path, ...found }))),
    );
    expect(named.length).toBeGreaterThan(20);
    const help = await helpOf(new Set(named.map(({ command }) => command)));
    const unknown = named.flatMap(({ path, command, options }) =>
      options
        .filter((option) => !help.get(command)?.includes(option))
        .map((option) => `${path}: ${command} ${option}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** CONTRIBUTING's recipe names files that a new pipeline would have. */
const RECIPE = /^## Adding a pipeline\n[\s\S]*?(?=^## )/m;

/** npm's own commands, which no script of package.json is needed for. */
const NPM_COMMANDS = ["ci", "exec", "package", "packages"];

function filesIn(path: string): string[] {
  if (statSync(join(ROOT, path)).isFile()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((entry) => filesIn(posix.join(path, entry)));
}

function foldersOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"));
}

/** Targets of links to files and headings; a link to a site is none. */
const linksIn = (text: string): string[] =>
  [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const withoutFences = (text: string): string => text.replaceAll(FENCE, "");

/** The code of a text: fenced blocks, but no diagrams, and spans between backticks. */
const codeIn = (text: string): string[] => [
  ...[...text.matchAll(FENCE)]
    .filter(([, language]) => language !== "mermaid")
    .map(([, , code = ""]) => code),
  ...[...withoutFences(text).matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\n", " ")),
];

/** Keys of the object store such as `analysis/run=<id>/…` begin like folders of the repository. */
const isPath = (word: string): boolean =>
  /^[\w.-]+(?:\/[\w.-]+)*\/?$/.test(word) && word.includes("/") && tops.has(word.split("/")[0] ?? "");

/** A heading's anchor, as GitHub makes it. */
const headingsOf = (file: string): string[] =>
  [...withoutFences(readFileSync(join(ROOT, file), "utf8")).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

/** Calls of `citypulse` in a line of code, and of `npm start`, which is `citypulse run` if it has options. */
function commandsIn(line: string): { readonly command: string; readonly options: readonly string[] }[] {
  const call = /(?:\bcitypulse (run [a-z]+|[a-z]+)|\bnpm start --)([^#|;]*)/g;
  return [...line.matchAll(call)].map(([, command = "run", rest = ""]) => ({
    command,
    options: rest.match(/(?<=\s)--[a-z][a-z-]*/g) ?? [],
  }));
}

async function helpOf(commands: ReadonlySet<string>): Promise<Map<string, readonly string[]>> {
  const run = promisify(execFile);
  const found = [...commands].map(async (command) => {
    const { stdout } = await run(process.execPath, [
      join(ROOT, "local/cli.ts"),
      ...command.split(" "),
      "--help",
    ]);
    if (!stdout.startsWith(`Usage: citypulse ${command} `))
      throw new Error(`There is no command ${command}.`);
    return [command, [...(stdout.match(/--[a-z][a-z-]*/g) ?? []), "--help"]] as const;
  });
  return new Map(await Promise.all(found));
}
