import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { motoPython } from "./moto.ts";

const Certificates = z.object({
  /** The authority that signed the server's certificate. */
  ca: z.string(),
  /** Another one, which signed nothing. */
  otherCa: z.string(),
  /** Of a server on localhost. */
  certificate: z.string(),
  key: z.string(),
});
export type Certificates = z.infer<typeof Certificates>;

/** Makes certificates for a day, as PEM. */
export async function makeCertificates(): Promise<Certificates> {
  const script = fileURLToPath(new URL("certificates.py", import.meta.url));
  const { stdout } = await promisify(execFile)(await motoPython(), [script]);
  return Certificates.parse(JSON.parse(stdout));
}
