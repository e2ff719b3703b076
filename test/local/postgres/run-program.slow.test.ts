import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { InvalidInput } from "../../../functions/errors.ts";
import { findPrograms } from "../../../local/postgres/programs.ts";
import { runProgram } from "../../../local/postgres/run-program.ts";
import { startPostgres } from "../../../local/postgres/server.ts";
import { type Command, pastClosedFolders } from "../../../local/postgres/user.ts";
import { ask, temporaryHomes } from "./homes.ts";

const homes = temporaryHomes();

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "citypulse-programs-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Root has the real setpriv; anybody else one that does the same without changing the user. */
async function throughSetpriv(program: string, args: readonly string[]): Promise<Command> {
  const command = pastClosedFolders({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }).command(
    program,
    args,
  );
  if (process.getuid?.() === 0) return command;
  const file = join(await temporaryFolder(), "setpriv");
  await writeFile(
    file,
    '#!/bin/sh\nwhile case "$1" in --*) true ;; *) false ;; esac; do shift; done\nexec "$@"\n',
  );
  await chmod(file, 0o755);
  return { ...command, file };
}

const WAYS: Readonly<Record<string, (program: string, args: readonly string[]) => Promise<Command>>> = {
  directly: async (program, args) => ({ program, file: program, args, options: {} }),
  "through setpriv": throughSetpriv,
};

describe.each(Object.entries(WAYS))("a program that is started %s", (_name, commandOf) => {
  test("is answered with what it says and how it ended", async () => {
    const echo = await commandOf("/bin/sh", ["-c", "cat; exit 1"]);
    expect(await runProgram(echo, "hello\n")).toEqual({ succeeded: false, output: "hello\n" });
    const done = await commandOf("/bin/sh", ["-c", "exit 0"]);
    expect(await runProgram(done, "")).toEqual({ succeeded: true, output: "" });
  });

  test("is named by the same error if it is not there", async () => {
    const missing = join(await temporaryFolder(), "missing");
    const error = await runProgram(await commandOf(missing, []), "").catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(String(error)).toContain(`${missing} cannot be run`);
  });

  test("is named by the same error if it is no program", async () => {
    const text = join(await temporaryFolder(), "text");
    await writeFile(text, "no program");
    const error = await runProgram(await commandOf(text, []), "").catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(InvalidInput);
    expect(String(error)).toContain(`${text} cannot be run`);
  });
});

describe("with programs in a folder that is closed to others", () => {
  async function closedPrograms() {
    const { initdb, postgres } = await findPrograms(process.platform, process.arch);
    const closed = join(await temporaryFolder(), "closed");
    await mkdir(closed, { mode: 0o700 });
    // PostgreSQL looks for its files beside the place that the links lead to.
    await symlink(dirname(postgres), join(closed, "bin"));
    expect(dirname(initdb)).toBe(dirname(postgres));
    return { initdb: join(closed, "bin/initdb"), postgres: join(closed, "bin/postgres") };
  }

  test("a database is made and answers", async () => {
    const server = await startPostgres(await homes.fresh(), { programs: await closedPrograms() });
    expect(await ask(server.connection, "SELECT 1")).toBe(1);
    await server.stop();
  });

  test("a program that cannot be run is named", async () => {
    const programs = await closedPrograms();
    const initdb = join(dirname(programs.initdb), "missing");
    const error = await startPostgres(await homes.fresh(), { programs: { ...programs, initdb } }).catch(
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(InvalidInput);
    expect(String(error)).toContain(initdb);
  });
});
