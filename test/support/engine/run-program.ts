import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type Engine, startEngine } from "./engine.ts";

const LANGUAGE_HOST = fileURLToPath(import.meta.resolve("@pulumi/pulumi/cmd/run/index.js"));
/** What Node is to load before a program that may talk to the engine alone. */
export const NO_NETWORK = fileURLToPath(new URL("no-network.ts", import.meta.url));

export interface ProgramRun extends Pick<Engine, "requested" | "outputs" | "messages"> {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** The project's folder. */
  readonly project: string;
  readonly preview?: boolean;
  /** The configuration, each key with its namespace, as texts; `aws:region` is there already. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Where the process is when it starts; Pulumi's own choice is the program's folder. */
  readonly workingFolder?: string;
}

/**
 * Runs the stack's program as `pulumi up` or `pulumi preview` does, by what Pulumi's language host starts, against an
 * engine of ours. Reaching for the network ends it.
 */
export async function runProgram({
  project,
  preview = false,
  configuration = {},
  workingFolder = join(project, "infra"),
}: ProgramOptions): Promise<ProgramRun> {
  const engine = await startEngine({ preview });
  try {
    const program = join(project, "infra/index.mjs");
    const flags = {
      monitor: engine.address,
      engine: engine.address,
      organization: "organization",
      project: "citypulse",
      "root-directory": project,
      stack: "dev",
      pwd: workingFolder,
      parallel: "16",
    };
    const child = spawn(
      process.execPath,
      [
        ...["--import", NO_NETWORK, LANGUAGE_HOST],
        ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
        ...(preview ? ["--dry-run"] : []),
        program,
      ],
      {
        cwd: workingFolder,
        env: {
          PATH: process.env.PATH,
          HOME: tmpdir(),
          PULUMI_CONFIG: JSON.stringify({ "aws:region": "us-east-1", ...configuration }),
          PULUMI_CONFIG_SECRET_KEYS: "[]",
          ENGINE_ADDRESS: engine.address,
        },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const closed = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await closed;
    const { requested, outputs, messages } = engine;
    return { code, stdout, stderr, requested, outputs, messages };
  } finally {
    engine.close();
  }
}
