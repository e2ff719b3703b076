import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants, open } from "node:fs/promises";
import { createServer } from "node:net";
import type { Places } from "./places.ts";
import type { Programs } from "./programs.ts";
import { notRunnable, programEnvironment } from "./run-program.ts";
import type { ServerUser } from "./user.ts";

/** PostgreSQL's configuration parameters. */
export type Settings = Readonly<Record<string, string>>;

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
/**
 * Appending, so that the last words of an old server overwrite nothing; no symbolic link, since root writes here
 * in a folder of the server's user.
 */
const FRESH_LOG = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW;

/**
 * Starts a server on `places.data`, which listens on 127.0.0.1 alone, on a port that is free now. It outlives
 * this process and does not keep it alive.
 *
 * @returns whether the server has ended, to be asked again and again.
 */
export async function launch(
  places: Places,
  programs: Programs,
  user: ServerUser,
  settings: Settings,
): Promise<() => boolean> {
  const network = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(await freePort()),
  };
  const parameters = Object.entries({ ...network, ...settings }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const { file, args, options } = user.command(programs.postgres, ["-D", places.data, ...parameters]);
  const log = await open(places.log, FRESH_LOG, 0o600);
  try {
    const server = spawn(file, args, {
      ...options,
      cwd: "/",
      env: programEnvironment(),
      // In a session of its own: Ctrl-C in the terminal must not reach the server before its users are done.
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    server.unref();
    await once(server, "spawn");
    return () => server.exitCode !== null || server.signalCode !== null;
  } catch (error) {
    throw notRunnable(programs.postgres, error);
  } finally {
    await log.close();
  }
}

/** Another program may take the port before the server does; then the server ends, and says so. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new TypeError("A TCP server has a port.");
  return address.port;
}
