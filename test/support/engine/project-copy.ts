import { realpathSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ARCHITECTURES, binaryName, NODE_FOLDER } from "../../../infra/platform/node-binaries.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const PACKAGES = realpathSync(join(ROOT, "node_modules"));
/** All that a deployment reads of the project. */
const PARTS = ["analysis", "data", "functions", "infra", "spark-jobs", "state-machines", "package.json"];

/** The project in another folder, so that a test sees what is written to it. Packages are linked. */
export interface ProjectCopy {
  readonly folder: string;
  /** Every file, with its size and the time of its last change. */
  files(): Promise<Record<string, string>>;
  /** A text with the paths that the project itself would have put there. */
  asInProject(text: string): string;
  remove(): Promise<void>;
}

/** @param withNode whether the clusters' Node has been fetched; its binaries are empty files. */
export async function copyProject({ withNode }: { readonly withNode: boolean }): Promise<ProjectCopy> {
  const folder = join(await realpath(await mkdtemp(join(tmpdir(), "citypulse-"))), "a project");
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), { recursive: true });
  await symlink(PACKAGES, join(folder, "node_modules"));
  for (const architecture of withNode ? ARCHITECTURES : []) {
    const path = join(folder, relative(ROOT, NODE_FOLDER), binaryName(architecture));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "");
  }
  return {
    folder,
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
      const described = paths.map(async (path) => {
        const { size, mtimeMs } = await stat(path);
        return [relative(folder, path), `${size} bytes of ${mtimeMs}`] as const;
      });
      return Object.fromEntries(await Promise.all(described));
    },
    // esbuild names a package's files by the way to where they really are.
    asInProject: (text) =>
      text
        .replaceAll(`${relative(folder, PACKAGES)}/`, "node_modules/")
        .replaceAll(`${relative(ROOT, PACKAGES)}/`, "node_modules/")
        .replaceAll(`${folder}/`, ROOT),
    remove: () => rm(dirname(folder), { recursive: true }),
  };
}
