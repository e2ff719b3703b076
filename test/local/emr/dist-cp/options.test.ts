import { expect, test } from "vitest";
import { parseOptions } from "../../../../local/emr/dist-cp/options.ts";

const BOTH = ["--src=/a", "--dest=/b"];

test("an option is --name=value or --name value, and a value may hold an equals sign", () => {
  const joined = parseOptions(["--src=/run=1/", "--dest=/b", "--targetSize=128", "--outputCodec=none"]);
  expect(joined).toEqual({
    src: "/run=1/",
    dest: "/b",
    srcPattern: undefined,
    groupBy: undefined,
    targetBytes: 128 * 1024 * 1024,
    outputCodec: "none",
  });
  const apart = ["--src", "/run=1/", "--dest", "/b", "--targetSize", "128", "--outputCodec", "none"];
  expect(parseOptions(apart)).toEqual(joined);
});

test("without the other options no file changes its compression, and a group may have any size", () => {
  expect(parseOptions(BOTH)).toMatchObject({
    targetBytes: Number.POSITIVE_INFINITY,
    outputCodec: "keep",
  });
});

test.each([
  ["gz", "gz"],
  ["gzip", "gz"],
  ["GZIP", "gz"],
  ["None", "none"],
])("the codec %s is %s", (given, codec) => {
  expect(parseOptions([...BOTH, `--outputCodec=${given}`]).outputCodec).toBe(codec);
});

test.each([
  [[], "--src is missing; --dest is missing."],
  [["--src=data", "--dest=/b"], "--src must be the absolute path of a local folder."],
  [["--src=/a", "--dest=s3://bucket/b"], "--dest must be the absolute path of a local folder."],
  [
    [...BOTH, "--deleteOnSuccess"],
    "--deleteOnSuccess is not an option that this s3-dist-cp knows. Supported",
  ],
  [[...BOTH, "-Dmapreduce.job.reduces=2"], "-Dmapreduce.job.reduces=2 is not an option"],
  [[...BOTH, "/c"], "/c is not an option"],
  [[...BOTH, "--dest=/c"], "--dest is given twice"],
  [[...BOTH, "--groupBy"], "--groupBy has no value"],
  [[...BOTH, "--groupBy="], "--groupBy has no value"],
  [[...BOTH, "--targetSize=0"], "--targetSize must be a whole number of mebibytes, 1 or more."],
  [[...BOTH, "--targetSize=1.5"], "--targetSize must be a whole number"],
  [[...BOTH, "--outputCodec=lzo"], "--outputCodec must be none, gz or gzip"],
  [[...BOTH, "--outputCodec=keep"], "--outputCodec must be none, gz or gzip"],
  [[...BOTH, "--groupBy=.*"], "--groupBy must hold a group in parentheses"],
  [[...BOTH, "--groupBy=(?:a)[(]"], "--groupBy must hold a group in parentheses"],
])("%j is refused", (words, message) => {
  const refused = expect(() => parseOptions(words));
  refused.toThrow(expect.objectContaining({ name: "InvalidInput" }));
  refused.toThrow(message);
});

test.each([
  "(a",
  "a)(b",
  "(?i)(a)",
  "(a)++",
  String.raw`\Q(a)\E`,
  String.raw`(\h)`,
  String.raw`(a)\z`,
  "([a-z&&[^b]])",
])("the Java pattern %s, which JavaScript takes for nothing or something else, is refused", (pattern) => {
  expect(() => parseOptions([...BOTH, `--groupBy=${pattern}`])).toThrow(
    /^--groupBy .* JavaScript|--groupBy .* Java alone/,
  );
  expect(() => parseOptions([...BOTH, `--srcPattern=${pattern}`])).toThrow(/^--srcPattern /);
});

test("a pattern must match the whole path, each alternative of it too", () => {
  const { srcPattern } = parseOptions([...BOTH, "--srcPattern=/a|/b[.]log"]);
  const matches = (path: string) => srcPattern?.(path) !== undefined;
  expect(["/a", "/b.log", "/a.log", "/x/a", "/ab.log"].filter(matches)).toEqual(["/a", "/b.log"]);
});

test("a dot takes a letter that is a pair of surrogates", () => {
  expect(parseOptions([...BOTH, "--groupBy=/(.)"]).groupBy?.("/😀")).toEqual(["😀"]);
});
