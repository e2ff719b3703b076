#!/usr/bin/env node
// The way in, for any Node from 20 on: installs what is missing, then runs the command line on the Node 24 that
// is installed with the other packages. Plain JavaScript, because the Node that starts it may know no TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const NODE_MAJOR = 24;

if (!isInstalled()) install();
if (process.argv[2] !== "--install-only") run();

/** Compares what npm installed with the lock file, so that a `git pull` is followed by an install as well. */
function isInstalled() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const present = readPackages(installed);
  return Object.entries(readPackages(join(root, "package-lock.json"))).every(
    ([path, { version, optional, peer }]) =>
      path === "" || optional || peer || present[path]?.version === version,
  );
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

function install() {
  process.stderr.write("Installing packages; this is done once and takes about half a minute ...\n");
  const npm = process.env.npm_execpath;
  const command = npm === undefined ? "npm" : process.execPath;
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // What npm says goes to stderr: stdout belongs to the command that is about to run.
  const { status } = spawnSync(command, npm === undefined ? options : [npm, ...options], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: npm === undefined && process.platform === "win32",
  });
  if (status === 0) return;
  process.stderr.write("\nThe packages could not be installed. Try `npm ci` and read what it says.\n");
  process.exit(1);
}

function run() {
  const cli = new URL("./cli.ts", import.meta.url);
  if (Number.parseInt(process.versions.node, 10) === NODE_MAJOR) {
    import(cli.href);
    return;
  }
  const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  const child = spawn(node, [fileURLToPath(cli), ...process.argv.slice(2)], { stdio: "inherit" });
  // A signal for this process is meant for the one that does the work, which ends in its own time.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
