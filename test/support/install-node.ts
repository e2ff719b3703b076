import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const SCRIPT = fileURLToPath(new URL("../../spark-jobs/bootstrap/install-node.sh", import.meta.url));
export const NODE = fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url));
export const NO_HASH = "0".repeat(64);
/** The names of both architectures' binaries in the artifact bucket. */
export const BINARIES = ["node-linux-arm64", "node-linux-x64"] as const;

export const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** A program that stands for Node, and says this version whatever it is asked. */
export const saying = (version: string): string => `#!/bin/bash\necho ${version}\n`;

/** A node of a cluster, as far as install-node.sh sees it: folders of its own. */
export class TestMachine {
  readonly root: string;
  readonly artifacts: string;
  readonly bin: string;
  /** Stands before the path's other folders, for programs that a test puts in place of AWS's and the system's. */
  readonly stubs: string;

  private constructor(root: string) {
    this.root = root;
    this.artifacts = join(root, "artifacts");
    this.bin = join(root, "bin");
    this.stubs = join(root, "stubs");
  }

  static async make(): Promise<TestMachine> {
    const machine = new TestMachine(await mkdtemp(join(tmpdir(), "citypulse install ")));
    for (const folder of [machine.artifacts, machine.bin, machine.stubs]) await mkdir(folder);
    return machine;
  }

  /** Also after a test has taken its own right to write away, or the folder. */
  async remove(): Promise<void> {
    await chmod(this.bin, 0o755).catch(() => {});
    await rm(this.root, { recursive: true });
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, PATH: `${this.stubs}:${process.env.PATH}`, NODE_INSTALL_FOLDER: this.bin };
  }

  /** Puts the same bytes there for both architectures, and returns their hash. */
  async publish(bytes: string | Buffer): Promise<string> {
    for (const name of BINARIES) await writeFile(join(this.artifacts, name), bytes);
    return sha256(bytes);
  }

  /** Puts a program of one line in place of the system's. */
  stub = (name: string, line: string) =>
    writeFile(join(this.stubs, name), `#!/bin/bash\n${line}\n`, { mode: 0o755 });

  install(...args: readonly string[]) {
    const { status, stdout, stderr } = spawnSync("bash", [SCRIPT, ...args], {
      encoding: "utf8",
      env: this.env,
    });
    return { status, stdout, stderr };
  }
}
