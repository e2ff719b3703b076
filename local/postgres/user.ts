import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { InvalidInput, messageOf } from "../../functions/errors.ts";
import { closedFolder } from "./reach.ts";

const run = promisify(execFile);

/** A program's command line, as `spawn` takes it. */
export interface Command {
  /** The program that the command line is for. */
  readonly program: string;
  /** What is spawned: the program itself, or one that takes its place by exec, such as setpriv. */
  readonly file: string;
  readonly args: readonly string[];
  readonly options: { readonly uid?: number; readonly gid?: number };
}

export interface ServerUser {
  /** To whom the server's files must belong; undefined where that is the user of this process. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** The command that runs `program` as this user. */
  command(program: string, args: readonly string[]): Command;
}

interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Decides as whom the server runs: as the user of this process or, since PostgreSQL refuses to run as root,
 * as the owner of an existing `data` folder, as `postgres`, or as `nobody`. As root it hands `folder` over.
 *
 * @param folder what the server writes to; `postgres` the program it runs. Both are tried.
 * @throws InvalidInput where that user can reach the one or the other by no means.
 */
export async function serverUser(folder: string, data: string, postgres: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) {
    return { owner: undefined, command: (program, args) => ({ program, file: program, args, options: {} }) };
  }
  const user = (await ownerOf(data)) ?? (await lookUp("postgres")) ?? (await lookUp("nobody"));
  if (user === undefined) {
    throw new InvalidInput("PostgreSQL does not run as root, and there is no user `postgres` or `nobody`.", {
      hint: "Start this as another user, or create one: useradd --system postgres",
    });
  }
  await handOver(folder, data, user);
  let failure: unknown;
  for (const means of [plainly(user), pastClosedFolders(user)]) {
    try {
      await tryOut(means, folder, postgres);
      return means;
    } catch (error) {
      failure ??= error;
    }
  }
  throw await unreachable(user, folder, postgres, failure);
}

const plainly = ({ uid, gid }: User): ServerUser => ({
  owner: { uid, gid },
  command: (program, args) => ({ program, file: program, args, options: { uid, gid } }),
});

/**
 * Leaves the user one power of root, to pass folders that are closed to others, such as /root itself.
 * Without `no_setuid_fixup`, access(2), which initdb asks about its programs, would not count it.
 */
export function pastClosedFolders({ uid, gid }: Pick<User, "uid" | "gid">): ServerUser {
  const capability = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--securebits=+no_setuid_fixup"];
  return {
    owner: { uid, gid },
    command: (program, args) => ({
      program,
      file: "setpriv",
      args: [...identity, ...capability, program, ...args],
      options: {},
    }),
  };
}

async function tryOut(means: ServerUser, folder: string, postgres: string): Promise<void> {
  const script = '"$1" --version && test -w "$2" && test -x "$2"';
  const { file, args, options } = means.command("/bin/sh", ["-c", script, "sh", postgres, folder]);
  await run(file, args, { ...options, cwd: "/" });
}

async function unreachable(
  user: User,
  folder: string,
  postgres: string,
  cause: unknown,
): Promise<InvalidInput> {
  const refusal = `PostgreSQL does not run as root, and the user ${user.name}`;
  const hiding = await closedFolder(postgres, user);
  if (hiding !== undefined) {
    return new InvalidInput(`${refusal} cannot enter ${hiding}, which contains its programs.`, {
      hint: "Move the project out of that folder, or start this as a user who is not root.",
      cause,
    });
  }
  const closed = await closedFolder(folder, user);
  if (closed !== undefined) {
    return new InvalidInput(`${refusal} cannot enter ${closed}, in which the database would be stored.`, {
      hint: "Choose a folder that everyone can enter, for example: --home /var/tmp/citypulse",
      cause,
    });
  }
  const reason = messageOf(cause);
  return new InvalidInput(`${refusal} cannot run ${postgres} or cannot write to ${folder}: ${reason}`, {
    hint: "Start this as a user who is not root, or choose another folder: --home DIR",
    cause,
  });
}

/** The owner of what an earlier start made; root owns it only where it was copied, and then it is anybody's. */
async function ownerOf(data: string): Promise<User | undefined> {
  const found = await stat(data).catch(() => undefined);
  if (found === undefined || found.uid === 0) return undefined;
  return { name: `with the id ${found.uid}`, uid: found.uid, gid: found.gid };
}

async function lookUp(name: string): Promise<User | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function handOver(folder: string, data: string, { uid, gid }: User): Promise<void> {
  const owners = await Promise.all([folder, data].map((path) => stat(path).catch(() => undefined)));
  if (owners.every((owner) => owner === undefined || owner.uid === uid)) return;
  await run("chown", ["-hR", `${uid}:${gid}`, folder]);
}
