import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pythonEnvironment } from "../../../local/python/environment.ts";

const run = promisify(execFile);
const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A postcode of Code-Point Open, and its point by OSTN15, Ordnance Survey's exact transformation. */
export interface TruePosition {
  readonly postcode: string;
  readonly eastings: number;
  readonly northings: number;
  readonly latitude: number;
  readonly longitude: number;
}

/** True postcodes, in files as people download them. */
export interface RealPostcodes {
  /** The ONS Postcode Directory. */
  onspd(): Promise<Uint8Array>;
  codePointOpen(): Promise<Uint8Array>;
  /** Those of Code-Point Open that have a position. */
  positions(): AsyncIterable<TruePosition>;
  remove(): Promise<void>;
}

/** Where London's stations are. */
export const LONDON = "BR CR DA E EC EN HA IG KT N NW RM SE SM SW TW UB W WC WD".split(" ");

/**
 * Makes files of true postcodes in a temporary folder, from packages of Python (postcodes.txt).
 *
 * @param areas the postcode areas; null for all, which takes a minute.
 * @param codes how many columns of codes ONSPD has. 38 make it as large as it is, 1.5 GB unpacked.
 */
export async function realPostcodes(areas: readonly string[] | null, codes: number): Promise<RealPostcodes> {
  const python = await pythonEnvironment(new URL("postcodes.txt", import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), "citypulse-postcodes-"));
  await run(python, [beside("real_postcodes.py"), folder, String(codes), ...(areas ?? [])]);
  return {
    onspd: () => readFile(join(folder, "onspd.zip")),
    codePointOpen: () => readFile(join(folder, "code-point-open.zip")),
    async *positions() {
      for await (const line of createInterface({ input: createReadStream(join(folder, "positions.csv")) })) {
        const [postcode = "", ...numbers] = line.split(",");
        const [eastings = 0, northings = 0, latitude = 0, longitude = 0] = numbers.map(Number);
        yield { postcode, eastings, northings, latitude, longitude };
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
