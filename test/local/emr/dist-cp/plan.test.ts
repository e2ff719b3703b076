import { describe, expect, test } from "vitest";
import { parseOptions } from "../../../../local/emr/dist-cp/options.ts";
import { type Output, planCopy, type SourceFile } from "../../../../local/emr/dist-cp/plan.ts";

const MIB = 1024 * 1024;

/** Files below /src by their relative paths, each of one mebibyte unless its size is given. */
const files = (...entries: readonly (string | [relative: string, size: number])[]): readonly SourceFile[] =>
  entries.map((entry) => {
    const [relative, size] = typeof entry === "string" ? [entry, MIB] : entry;
    return { path: `/src/${relative}`, relative, size };
  });

const plan = (sources: readonly SourceFile[], ...options: readonly string[]): readonly Output[] =>
  planCopy(sources, parseOptions(["--src=/src", "--dest=/dest", ...options]));

/** Output to inputs, the inputs as their paths below /src with what becomes of them. */
const summary = (outputs: readonly Output[]) =>
  Object.fromEntries(
    outputs.map(({ relative, inputs }) => [
      relative,
      inputs.map(({ path, conversion }) => `${path.slice("/src/".length)} ${conversion}`),
    ]),
  );

const names = (outputs: readonly Output[]) => outputs.map(({ relative }) => relative);

describe("without --groupBy", () => {
  test("each file keeps its path and its bytes", () => {
    const sources = files("a.gz", "b/c.txt", "_SUCCESS", ".hidden");
    expect(summary(plan(sources))).toEqual({
      ".hidden": [".hidden as-is"],
      _SUCCESS: ["_SUCCESS as-is"],
      "a.gz": ["a.gz as-is"],
      "b/c.txt": ["b/c.txt as-is"],
    });
  });

  test("the codec none decompresses what is called .gz or .gzip, and takes that from the name", () => {
    expect(summary(plan(files("a.gz", "b.GZIP", "c.txt", ".gz"), "--outputCodec=none"))).toEqual({
      ".gz": [".gz as-is"],
      a: ["a.gz gunzip"],
      b: ["b.GZIP gunzip"],
      "c.txt": ["c.txt as-is"],
    });
  });

  test("the codec gz compresses what is not yet, and every name ends in .gz", () => {
    expect(summary(plan(files("a.gz", "b.gzip", "c.txt"), "--outputCodec=gz"))).toEqual({
      "a.gz": ["a.gz as-is"],
      "b.gz": ["b.gzip as-is"],
      "c.txt.gz": ["c.txt gzip"],
    });
  });

  test("--srcPattern leaves out what it does not match, by the whole path", () => {
    expect(names(plan(files("a.log", "b.txt", "c/d.log"), "--srcPattern=/src/.*[.]log"))).toEqual([
      "a.log",
      "c/d.log",
    ]);
    expect(plan(files("a.log"), "--srcPattern=a[.]log")).toEqual([]);
  });

  test("files that would get one name are refused, since one would be lost", () => {
    expect(() => plan(files("a", "a.gz"), "--outputCodec=none")).toThrow(
      "/src/a and /src/a.gz would both be written to a; copy them separately.",
    );
  });
});

describe("with --groupBy", () => {
  test("files of equal groups become one file, in the order of their paths, and the others are not copied", () => {
    const sources = files("x-b.log", "y-b.log", "x-a.log", "readme", "y-\ue000.log", "y-😀.log");
    expect(summary(plan(sources, "--groupBy=.*/(.)-.*[.]log"))).toEqual({
      x: ["x-a.log as-is", "x-b.log as-is"],
      y: ["y-b.log as-is", "y-\ue000.log as-is", "y-😀.log as-is"],
    });
  });

  test("raw pages become plain files in the folder of the first one, without the manifest", () => {
    const sources = files("station=b/0.jsonl.gz", "station=a/1.jsonl.gz", "manifest.json").map((file) => ({
      ...file,
      path: file.path.replace("/src/", "/src/run=1/"),
    }));
    const pattern = "--groupBy=.*/run=[^/]+/(station)=.*[.]jsonl[.]gz";
    expect(summary(plan(sources, pattern, "--targetSize=128", "--outputCodec=none"))).toEqual({
      "station=a/station": ["run=1/station=a/1.jsonl.gz gunzip", "run=1/station=b/0.jsonl.gz gunzip"],
    });
  });

  test("several groups are joined, and one that took no part is the word null", () => {
    expect(names(plan(files("2026-01.log", "2026.log"), "--groupBy=.*/(\\d+)(?:-(\\d+))?[.]log"))).toEqual([
      "202601",
      "2026null",
    ]);
  });

  test("a file of which nothing is captured is not copied", () => {
    expect(names(plan(files("a1", "b"), "--groupBy=.*/[ab](\\d*)"))).toEqual(["1"]);
  });

  test.each([
    ["(x/y)", "y"],
    ["(x/)y", "x"],
    ["(x:y)", "y"],
    ["(x y)", "x y"],
  ])("what %s captures is called %s", (pattern, name) => {
    const sources = files("x/y", "x:y", "x y").filter(({ path }) => new RegExp(pattern).test(path));
    expect(
      names(plan(sources, `--groupBy=.*/${pattern}`)).map((relative) => relative.split("/").at(-1)),
    ).toEqual([name]);
  });

  test("a capture that cannot be a name is refused", () => {
    expect(() => plan(files("a/b"), "--groupBy=.*/a(/)b")).toThrow('--groupBy captures "/", which cannot be');
  });

  test("a part ends with the file that reaches the target, and parts are numbered", () => {
    const sources = files(["a", MIB], ["b", MIB], ["c", 1], ["d", 5 * MIB], ["e", 0], ["f", 0]);
    expect(summary(plan(sources, "--groupBy=.*(src).*", "--targetSize=2"))).toEqual({
      src0: ["a as-is", "b as-is"],
      src1: ["c as-is", "d as-is"],
      src2: ["e as-is", "f as-is"],
    });
    expect(names(plan(files(["a", 2 * MIB]), "--groupBy=.*(src).*", "--targetSize=2"))).toEqual(["src"]);
  });

  test("the number comes before the extension of compressed files", () => {
    const sources = files("1/my.gz", "2/my.gz");
    const pattern = "--groupBy=.*/(my[.]gz)";
    expect(names(plan(sources, pattern))).toEqual(["1/my.gz"]);
    expect(names(plan(sources, pattern, "--targetSize=1"))).toEqual(["1/my0.gz", "2/my1.gz"]);
    expect(names(plan(sources, pattern, "--targetSize=1", "--outputCodec=none"))).toEqual(["1/my0", "2/my1"]);
  });

  test("compressed files stay compressed, and a mixture needs a codec", () => {
    const pattern = "--groupBy=.*/(a)[.].*";
    expect(summary(plan(files("a.1.gz", "a.2.gz"), pattern))).toEqual({
      "a.gz": ["a.1.gz as-is", "a.2.gz as-is"],
    });
    const mixture = files("a.1.gz", "a.2.txt");
    expect(() => plan(mixture, pattern)).toThrow('puts into "a" some are compressed and some are not');
    expect(summary(plan(mixture, pattern, "--outputCodec=gz"))).toEqual({
      "a.gz": ["a.1.gz as-is", "a.2.txt gzip"],
    });
    expect(summary(plan(mixture, pattern, "--outputCodec=none"))).toEqual({
      a: ["a.1.gz gunzip", "a.2.txt as-is"],
    });
  });
});
