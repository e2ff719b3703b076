import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { motoPython } from "./moto.ts";

/** A request of an SDK's client, before it becomes HTTP. */
export interface SentRequest {
  /** What botocore calls the service. */
  readonly service: string;
  /** `CreateQueue` */
  readonly operation: string;
  readonly input: object;
}

/**
 * What AWS's own models of its APIs have against the requests: names that are unknown, types that are wrong, what is
 * required and missing, ranges. The SDK's types are gone where it runs, and moto passes over what it does not know.
 */
export async function faultsOf(requests: readonly SentRequest[]): Promise<string[]> {
  const script = fileURLToPath(new URL("validate-requests.py", import.meta.url));
  const child = spawn(await motoPython(), [script], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(requests));
  return z.array(z.string()).parse(JSON.parse(await text(child.stdout)));
}
