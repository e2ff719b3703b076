import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { asset } from "@pulumi/pulumi";
import { z } from "zod";
import type { Json } from "../../../functions/ports.ts";
import type { MockedStack, Registered } from "../stack/mocked-stack.ts";

/** A function of the stack, unpacked on this machine as Lambda would unpack it. */
export interface DeployedFunction {
  /** Without the stack's name: `publish`. */
  readonly name: string;
  readonly arn: string;
  /** Holds index.mjs and the files beside it. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** What a function that threw is reported as. */
export class FunctionError extends Error {
  constructor(errorType: string, errorMessage: string) {
    super(errorMessage);
    this.name = errorType;
  }
}

const Inputs = z.object({
  handler: z.literal("index.handler"),
  code: z.instanceof(asset.AssetArchive),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
  timeout: z.number(),
});
const State = z.object({ arn: z.string() });

export interface DeployedFunctions {
  /** The function of this name. Throws a RangeError where there is none. */
  find(name: string): DeployedFunction;
  readonly all: readonly DeployedFunction[];
  remove(): Promise<void>;
}

/** Unpacks the code of every function that the program makes into folders of their own. */
export async function deployFunctions(stack: MockedStack): Promise<DeployedFunctions> {
  const root = await mkdtemp(join(tmpdir(), "citypulse-functions-"));
  const all = await Promise.all(
    stack.ofType("aws:lambda/function:Function").map((registered) => deploy(registered, root)),
  );
  return {
    all,
    find(name) {
      const found = all.find((one) => one.name === name);
      if (found === undefined) throw new RangeError(`The stack has no function called ${name}.`);
      return found;
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

async function deploy({ name, inputs, state }: Registered, root: string): Promise<DeployedFunction> {
  const { code, environment, timeout } = Inputs.parse(inputs);
  const folder = join(root, name);
  await unpack(code, folder);
  const { arn } = State.parse(state);
  return { name, arn, folder, environment: environment.variables, timeoutSeconds: timeout };
}

async function unpack(archive: asset.AssetArchive, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(await archive.assets)) {
    const path = join(folder, name);
    if (content instanceof asset.StringAsset) await writeFile(path, await content.text);
    else if (content instanceof asset.FileAsset || content instanceof asset.FileArchive)
      await cp(await content.path, path, { recursive: true });
    else throw new TypeError(`Nobody knows here how ${name} is unpacked.`);
  }
}

const RUNTIME = fileURLToPath(new URL("lambda-runtime.mjs", import.meta.url));

const Answer = z.union([
  z.object({ result: z.json() }),
  z.object({ errorType: z.string(), errorMessage: z.string() }),
]);

/** An invocation: its event, what is in the environment besides the function's own, and how long it may take. */
export interface Invocation {
  readonly event: Json;
  readonly environment: Readonly<Record<string, string>>;
  /** What the function is told that is left; its timeout where it is left out. */
  readonly milliseconds?: number | undefined;
}

/**
 * Calls the function in a process of its own, with its environment and no more, as Lambda does. Throws FunctionError for
 * what it throws, and Error with its log where it ends without an answer.
 */
export async function invoke(
  { name, folder, environment, timeoutSeconds }: DeployedFunction,
  { event, environment: added, milliseconds = timeoutSeconds * 1000 }: Invocation,
): Promise<Json> {
  const file = join(folder, "index.mjs");
  const child = spawn(process.execPath, [RUNTIME, file, String(milliseconds)], {
    cwd: folder,
    env: { TZ: ":UTC", ...environment, ...added },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
  const [, , , answers] = child.stdio;
  if (answers === null || answers === undefined || !("readable" in answers))
    throw new TypeError("No pipe for the answer.");
  child.stdin?.on("error", () => {}).end(JSON.stringify(event));
  const parts = [child.stdout, child.stderr, answers].map((stream) => (stream === null ? "" : text(stream)));
  const [[log = "", errors = "", said = ""]] = await Promise.all([Promise.all(parts), once(child, "close")]);
  if (said === "") throw new Error(`The function ${name} ended without an answer: ${log}${errors}`);
  const answer = Answer.parse(JSON.parse(said));
  if ("result" in answer) return answer.result;
  throw new FunctionError(answer.errorType, answer.errorMessage);
}
