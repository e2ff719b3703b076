import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_HASH, NODE, saying, TestMachine } from "../support/install-node.ts";

let machine: TestMachine;
beforeEach(async () => {
  machine = await TestMachine.make();
});
afterEach(() => machine.remove());

/** One sentence on stderr, exit code 1, and nothing left behind. */
async function expectRefusal(args: readonly string[], sentence: RegExp): Promise<void> {
  const before = await readdir(machine.bin);
  const { status, stderr } = machine.install(...args);
  expect(stderr).toMatch(sentence);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(status).toBe(1);
  expect(await readdir(machine.bin)).toEqual(before);
}

test.for([
  [[], /takes four arguments, FOLDER VERSION SHA256_ARM64 SHA256_X64, and was given 0/],
  [["folder", "1.2.3", NO_HASH], /was given 3/],
  [["folder", "v24", NO_HASH, NO_HASH], /"v24" is no version/],
  [["folder", "1.2.3", NO_HASH, "ABC"], /"ABC" is no SHA-256/],
] as const)("wrong arguments are refused: %j", async ([args, sentence]) => {
  await expectRefusal(args, sentence);
});

test("what S3 says of a missing object is passed on", async () => {
  await machine.stub("uname", "echo aarch64");
  await machine.stub("aws", 'echo "fatal error: (404) Key does not exist" >&2; exit 1');

  await expectRefusal(
    ["s3://bucket/node/1.2.3", "1.2.3", NO_HASH, NO_HASH],
    /s3:\/\/bucket\/node\/1\.2\.3\/node-linux-arm64 cannot be copied: fatal error: \(404\) Key does not exist/,
  );
});

test("a missing file is named", async () => {
  await expectRefusal(
    [machine.artifacts, "1.2.3", NO_HASH, NO_HASH],
    /artifacts\/node-linux-\w+ cannot be copied/,
  );
});

test("bytes with another hash are refused", async () => {
  const hash = await machine.publish(saying("v1.2.3"));
  await expectRefusal(
    [machine.artifacts, "1.2.3", NO_HASH, NO_HASH],
    new RegExp(`has the SHA-256 ${hash} instead of 0{64}: `),
  );
});

test("an architecture that there is no Node for is named", async () => {
  await machine.stub("uname", "echo riscv64");
  await expectRefusal([machine.artifacts, "1.2.3", NO_HASH, NO_HASH], /no Node for the architecture riscv64/);
});

test("a binary that does not run here is refused", async () => {
  const hash = await machine.publish((await readFile(NODE)).subarray(0, 1000));
  await expectRefusal(
    [machine.artifacts, "1.2.3", hash, hash],
    /node-linux-\w+ does not run on this machine \(\w+\): /,
  );
});

test("another version is refused, and the Node that was there stays", async () => {
  await writeFile(join(machine.bin, "node"), saying("v1.0.0"));
  const hash = await machine.publish(saying("v1.2.3"));
  await expectRefusal([machine.artifacts, "2.0.0", hash, hash], /is Node v1\.2\.3 instead of v2\.0\.0/);
  expect(await readFile(join(machine.bin, "node"), "utf8")).toBe(saying("v1.0.0"));
});

test("a folder that is not there is named", async () => {
  await rm(machine.bin, { recursive: true });
  const { status, stderr } = machine.install(machine.artifacts, "1.2.3", NO_HASH, NO_HASH);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `install-node: The folder ${machine.bin}, where Node must be installed, does not exist.\n`,
  });
});
