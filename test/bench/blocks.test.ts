import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PARTS } from "../../bench/parts.ts";
import { blockNames, readBlock, replaceBlocks, writeBlocks } from "../../bench/report/blocks.ts";
import { checkBlocks, writeBlock } from "../../bench/report/documents.ts";
import { KEY_FIGURES, keyFigures } from "../../bench/report/key-figures.ts";
import { blockOf, markdownTable, plainTable, thisMachine } from "../../bench/report/table.ts";
import { sentimentFigures } from "../../bench/sentiment/benchmark.ts";
import { topicsFigures } from "../../bench/topics/benchmark.ts";
import { PLANTING } from "../../bench/topics/planted-posts.ts";

const DOCUMENT = `# Title

<!-- bench:speed -->
old $1 numbers
<!-- /bench:speed -->

Between: 1 < 2.
<!-- bench:memory -->
<!-- /bench:memory -->
The end.`;

const folder = mkdtempSync(join(tmpdir(), "citypulse-blocks-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The line under every table: command, date and machine. */
const SOURCE =
  /\n\n<sub>`npm run bench[^`]*`, \d{4}-\d\d-\d\d: \d+ cores \(.+\), \d+ GiB of memory, .+\.<\/sub>$/;

describe("the blocks of a document", () => {
  const written = replaceBlocks(DOCUMENT, new Map([["speed", "| $& | new |"]]), "a.md");

  test("are replaced between their markers, and nothing else changes", () => {
    expect(written).toBe(DOCUMENT.replace("old $1 numbers", () => "| $& | new |"));
    expect(readBlock(written, "speed", "a.md")).toBe("| $& | new |");
  });

  test("stay the same if the same content is written again", () => {
    expect(replaceBlocks(written, new Map([["speed", "| $& | new |"]]), "a.md")).toBe(written);
  });

  test.each([
    ["is missing at the beginning", DOCUMENT.replace("<!-- bench:speed -->", "")],
    ["is missing at the end", DOCUMENT.replace("<!-- /bench:speed -->", "")],
    ["is there twice", `${DOCUMENT}<!-- bench:speed -->`],
    ["comes before the other", `<!-- /bench:speed -->${DOCUMENT.replace("<!-- /bench:speed -->", "")}`],
  ])("are not written if a marker %s", async (_, broken) => {
    const file = join(folder, "broken.md");
    writeFileSync(file, broken);
    const blocks = new Map([
      ["memory", "1"],
      ["speed", "2"],
    ]);
    await expect(writeBlocks(file, blocks)).rejects.toThrow(/broken\.md.*bench:speed/);
    expect(readFileSync(file, "utf8")).toBe(broken);
  });

  test("are written atomically, without leaving another file behind", async () => {
    const file = join(folder, "whole.md");
    writeFileSync(file, DOCUMENT);
    await writeBlocks(file, new Map([["speed", "2"]]));
    expect(readBlock(readFileSync(file, "utf8"), "speed", file)).toBe("2");
    expect(readdirSync(folder).filter((name) => name.startsWith("whole"))).toEqual(["whole.md"]);
  });
});

describe("the numbers in the documents", () => {
  const read = (path: string) => ({
    path,
    text: readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"),
  });
  const readme = read("README.md");
  const benchmarks = read("docs/benchmarks.md");
  const documents = [benchmarks, read("docs/spark.md")];
  const namesIn = ({ text }: { readonly text: string }): string[] => blockNames(text);

  test("have one block for every benchmark, and no others", () => {
    expect(documents.flatMap(namesIn).sort()).toEqual(PARTS.map(({ name }) => name).sort());
  });

  test("are key figures only in the README, equal to those of docs/benchmarks.md", () => {
    expect(namesIn(readme)).toEqual([KEY_FIGURES]);
    const figures = keyFigures(benchmarks.text, benchmarks.path);
    expect(readBlock(readme.text, KEY_FIGURES, readme.path)).toBe(figures);
    expect(figures.match(/\*\*\d/g)).toHaveLength(3);
  });

  test("name the command, date and machine of their measurement", () => {
    for (const document of documents)
      for (const name of namesIn(document)) {
        const block = readBlock(document.text, name, document.path);
        if (block !== "") expect(`\n\n${block}`, name).toMatch(SOURCE);
      }
    const block = blockOf(
      { table: [["a"], ["1"]], notes: ["note"] },
      "npm run bench -- --only a",
      thisMachine(),
      new Date(),
    );
    expect(block).toMatch(SOURCE);
  });
});

describe("the key figures", () => {
  const block = (name: string, table: string): string =>
    `<!-- bench:${name} -->\n${table}\n<!-- /bench:${name} -->\n`;
  const rate = (warm: number) => ({ version: "1", warm, cold: 1 });
  const tables = [
    block(
      "sentiment",
      markdownTable(
        sentimentFigures({ texts: 1, characters: 80, python: rate(10), node: rate(205), ratio: 20.5 }).table,
      ),
    ),
    block("topics", markdownTable(topicsFigures({ distinctive: 0.9, plain: 0.25 }, PLANTING).table)),
    block("pipeline", "| 10 posts |  |\n| --- | ---: |\n| The original pipeline takes | 7.0 times as long |"),
  ].join("\n");

  test("follow from the tables that the benchmarks write", () => {
    const lines = keyFigures(tables, "a.md").split("\n");
    expect(lines[0]).toContain("**20.5 times as fast** as Python's");
    expect(lines[1]).toMatch(/\*\*0\.900 precision\*\* .* 0\.250\./);
    expect(lines[2]).toContain("**7.0 times as fast** as the original");
  });

  test("are written into the README whenever a benchmark's table is written", async () => {
    const root = join(folder, "repository");
    const file = (path: string): string => join(root, path);
    mkdirSync(file("docs"), { recursive: true });
    writeFileSync(file("README.md"), block(KEY_FIGURES, ""));
    writeFileSync(file("docs/benchmarks.md"), tables);
    writeFileSync(file("docs/spark.md"), block("engines", ""));
    await checkBlocks(["sentiment", "engines"], root);
    await expect(checkBlocks(["memory"], root)).rejects.toThrow(/benchmarks\.md.*bench:memory/);

    await writeBlock("engines", "| 1 |", root);
    expect(readFileSync(file("docs/spark.md"), "utf8")).toBe(block("engines", "| 1 |"));
    expect(readFileSync(file("docs/benchmarks.md"), "utf8")).toBe(tables);
    expect(readFileSync(file("README.md"), "utf8")).toContain("**20.5 times as fast**");

    await writeBlock("sentiment", "| times as fast | 31.0 | 2.0 |", root);
    const readme = readFileSync(file("README.md"), "utf8");
    expect(readme).toBe(block(KEY_FIGURES, keyFigures(readFileSync(file("docs/benchmarks.md"), "utf8"), "")));
    expect(readme).toContain("**31.0 times as fast**");
  });

  test("are refused if a row is missing", () => {
    expect(() => keyFigures(tables.replace("times as fast", "faster"), "a.md")).toThrow(
      /a\.md.*"times as fast"/,
    );
  });
});

test("a table for a terminal has aligned numbers", () => {
  const table = [
    ["posts", "time"],
    ["one", "1 s"],
    ["a million", "1,000 s"],
  ];
  expect(plainTable(table)).toBe("posts         time\none            1 s\na million  1,000 s");
});
