import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { pythonEnvironment } from "../../../local/python/environment.ts";

/** A stand-in of AWS that real SDK clients talk to. */
export interface Moto {
  readonly endpoint: string;
  /** What an SDK client is made with. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Forgets everything that was made. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** How long the start may take where moto is not installed yet, in milliseconds. */
export const INSTALL_MS = 10 * 60_000;

/** The Python that moto is installed for; the first call installs it. */
export const motoPython = (): Promise<string> => pythonEnvironment(new URL("moto.txt", import.meta.url));

/** Starts moto with nothing in it, on a port of its own. Throws where Python 3.10 or 3.11 is missing. */
export async function startMoto(region = "us-east-1"): Promise<Moto> {
  const script = fileURLToPath(new URL("moto-server.py", import.meta.url));
  const server = spawn(await motoPython(), [script], {
    // Its end is that of this process, however that ends.
    stdio: ["pipe", "ignore", "pipe"],
    env: { PATH: process.env.PATH },
  });
  const endpoint = await endpointOf(server.stderr);
  // It logs each request; nobody reads on, and a full pipe would stop it.
  server.stderr.resume();
  return {
    endpoint,
    settings: {
      endpoint,
      region,
      credentials: { accessKeyId: "AKIAADMINISTRATOR000", secretAccessKey: "none" },
    },
    async reset() {
      const { status } = await fetch(`${endpoint}/moto-api/reset`, { method: "POST" });
      if (status !== 200) throw new Error(`moto answered ${status} to its reset.`);
    },
    async stop() {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
  };
}

async function endpointOf(log: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: log })) {
    const endpoint = /Running on (http:\/\/\S+)/.exec(line)?.[1];
    if (endpoint !== undefined) return endpoint;
    said.push(line);
  }
  throw new Error(`moto ended before it listened: ${said.join("\n")}`);
}
