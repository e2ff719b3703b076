import { spawnSync } from "node:child_process";
import { chmod, chown, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { BINARIES, NO_HASH, NODE, SCRIPT, saying, sha256, TestMachine } from "../support/install-node.ts";

const VERSION = packageJson.dependencies.node;

let machine: TestMachine;
beforeEach(async () => {
  machine = await TestMachine.make();
});
afterEach(() => machine.remove());

test("the Node that runs the tests is installed, and runs; twice is the same as once", async () => {
  const { artifacts, bin } = machine;
  for (const name of BINARIES) await symlink(NODE, join(artifacts, name));
  const hash = sha256(await readFile(NODE));

  for (const _ of ["first", "second"]) {
    expect(machine.install(artifacts, VERSION, hash, hash)).toEqual({
      status: 0,
      stdout: `Node ${VERSION} is installed as ${join(bin, "node")}.\n`,
      stderr: "",
    });
    expect(await readdir(bin)).toEqual(["node"]);
  }
  const { stdout } = spawnSync(join(bin, "node"), ["-p", "process.version"], { encoding: "utf8" });
  expect(stdout).toBe(`v${VERSION}\n`);
});

test.for([
  ["aarch64", "arm64"],
  ["x86_64", "x64"],
] as const)("on %s the binary and the hash for %s are taken", async ([name, architecture]) => {
  await machine.stub("uname", `echo ${name}`);
  await writeFile(join(machine.artifacts, `node-linux-${architecture}`), saying("v1.2.3"));
  const hash = sha256(saying("v1.2.3"));

  const hashes = architecture === "arm64" ? [hash, NO_HASH] : [NO_HASH, hash];
  expect(machine.install(machine.artifacts, "1.2.3", ...hashes)).toMatchObject({ status: 0, stderr: "" });
});

test("an S3 URI is fetched with the AWS command line", async () => {
  const hash = await machine.publish(saying("v1.2.3"));
  const copy = `cp "${machine.root}/\${4#s3://}" "$5"`;
  await machine.stub("aws", `[[ "$1 $2 $3" == "s3 cp --only-show-errors" ]] && ${copy}`);

  expect(machine.install("s3://artifacts/", "1.2.3", hash, hash)).toMatchObject({ status: 0, stderr: "" });
});

/** EMR runs bootstrap actions as a user who may not write to /usr/local/bin and has sudo. */
test("sudo writes to a folder that the user may not write to", async () => {
  const { artifacts, bin, root, env } = machine;
  const hash = await machine.publish(saying("v1.2.3"));
  await machine.stub("sudo", `chmod u+w "${bin}"; "$@"; chmod u-w "${bin}"`);
  // To root every folder is writable, so root becomes somebody else.
  const uid = process.getuid?.() === 0 ? 65_534 : process.getuid?.();
  if (uid === undefined) throw new Error("This needs a system with users.");
  await chmod(root, 0o755);
  await chmod(bin, 0o555);
  await chown(bin, uid, -1);

  const { status, stderr } = spawnSync("bash", ["-s", "--", artifacts, "1.2.3", hash, hash], {
    encoding: "utf8",
    env,
    // That user may not be able to read the checkout.
    input: await readFile(SCRIPT),
    cwd: root,
    uid,
  });
  expect({ status, stderr, there: await readdir(bin) }).toEqual({ status: 0, stderr: "", there: ["node"] });
});
