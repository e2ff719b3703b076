// Installs the packages of the lock file if they are missing. Plain JavaScript, because it runs on any Node from 20 on.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = join(root, "node_modules", "node", "bin", "node");

const installed = join(root, "node_modules", ".package-lock.json");

if (!isInstalled()) install();
else renew();

/** Compares what npm installed with the lock file, so that packages are installed after a `git pull` too. */
function isInstalled() {
  if (!existsSync(installed) || !existsSync(node)) return false;
  const present = readPackages(installed);
  return Object.entries(readPackages(join(root, "package-lock.json"))).every(
    ([path, { version, optional, peer }]) =>
      path === "" || optional || peer || present[path]?.version === version,
  );
}

/** The launcher compares times: it starts at once if what npm installed is newer than the lock file. */
function renew() {
  try {
    utimesSync(installed, new Date(), new Date());
  } catch {
    // The packages are another user's: the launcher looks here each time.
  }
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

function install() {
  process.stderr.write("Installing packages; this is done once and takes about half a minute ...\n");
  // npm's output goes to stderr: stdout belongs to the command that runs next.
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status === 0 && existsSync(node)) return;
  const problem =
    status === 0
      ? "The packages are installed, but without Node 24: its install script did not run. Allow it with " +
        "`npm rebuild node --ignore-scripts=false`."
      : "The packages could not be installed. Run `npm ci` and read its output.";
  process.stderr.write(`\n${problem}\n`);
  process.exit(1);
}
