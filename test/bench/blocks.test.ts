import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PARTS } from "../../bench/parts.ts";
import { blockNames, readBlock, replaceBlocks, writeBlocks } from "../../bench/report/blocks.ts";
import { thisMachine } from "../../bench/report/machine.ts";
import { blockOf, plainTable } from "../../bench/report/table.ts";

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

/** Under every table: the command, the date, the machine. */
const SOURCE =
  /\n\n<sub>`npm run bench[^`]*`, \d{4}-\d\d-\d\d: \d+ cores \(.+\), \d+ GiB of memory, .+\.<\/sub>$/;

describe("the blocks of a document", () => {
  const written = replaceBlocks(DOCUMENT, new Map([["speed", "| $& | new |"]]), "a.md");

  test("are replaced between their markers, and nothing else is", () => {
    expect(written).toBe(DOCUMENT.replace("old $1 numbers", () => "| $& | new |"));
    expect(readBlock(written, "speed", "a.md")).toBe("| $& | new |");
  });

  test("stay the same where the same is written again", () => {
    expect(replaceBlocks(written, new Map([["speed", "| $& | new |"]]), "a.md")).toBe(written);
  });

  test.each([
    ["is missing at the beginning", DOCUMENT.replace("<!-- bench:speed -->", "")],
    ["is missing at the end", DOCUMENT.replace("<!-- /bench:speed -->", "")],
    ["stands there twice", `${DOCUMENT}<!-- bench:speed -->`],
    ["stands before the other", `<!-- /bench:speed -->${DOCUMENT.replace("<!-- /bench:speed -->", "")}`],
  ])("are not written where a marker %s", async (_, broken) => {
    const file = join(folder, "broken.md");
    writeFileSync(file, broken);
    const blocks = new Map([
      ["memory", "1"],
      ["speed", "2"],
    ]);
    await expect(writeBlocks(file, blocks)).rejects.toThrow(/broken\.md.*bench:speed/);
    expect(readFileSync(file, "utf8")).toBe(broken);
  });

  test("are written at once, without leaving another file behind", async () => {
    const file = join(folder, "whole.md");
    writeFileSync(file, DOCUMENT);
    await writeBlocks(file, new Map([["speed", "2"]]));
    expect(readBlock(readFileSync(file, "utf8"), "speed", file)).toBe("2");
    expect(readdirSync(folder).filter((name) => name.startsWith("whole"))).toEqual(["whole.md"]);
  });
});

describe("the numbers in the documents", () => {
  const documents = ["README.md", "docs/spark.md"].map((path) => ({
    path,
    text: readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"),
  }));
  const namesIn = ({ text }: { readonly text: string }): string[] => blockNames(text);

  test("have a block for every benchmark, and none that no benchmark writes", () => {
    expect(documents.flatMap(namesIn).sort()).toEqual(PARTS.map(({ name }) => name).sort());
  });

  test("say which command made them, when and on which machine", () => {
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

test("a table on a terminal has its numbers below each other", () => {
  const table = [
    ["posts", "time"],
    ["one", "1 s"],
    ["a million", "1,000 s"],
  ];
  expect(plainTable(table)).toBe("posts         time\none            1 s\na million  1,000 s");
});
