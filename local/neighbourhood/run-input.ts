import { readFile } from "node:fs/promises";
import { replaySource } from "../../functions/adapters/posts/replay/source.ts";
import { spoolStandardInput } from "../../functions/adapters/posts/replay/spool.ts";
import { InvalidInput } from "../../functions/errors.ts";
import type { PostSource } from "../../functions/ports.ts";
import { parseStations, unknownStations } from "../../functions/posts/stations.ts";
import { pathOption } from "../terminal/options.ts";
import { packThreads } from "./pack-threads.ts";

const EVERYTHING = { stations: null, from: null, to: null };

/**
 * The bytes of a stations file, read before anything starts, so that a slip in it, or in a name of `wanted`,
 * costs nothing but a sentence. Throws InvalidInput.
 */
export async function readStations(file: string, wanted: readonly string[]): Promise<Uint8Array> {
  const csv = await readFile(file).catch((cause: unknown) => {
    throw new InvalidInput(`The stations file ${file} cannot be read.`, {
      hint: "Name a CSV with the columns Latitude, Longitude, Station and Zone, or leave out --stations-file.",
      cause,
    });
  });
  const unknown = unknownStations(wanted, parseStations(csv, file)).map((name) => `"${name}"`);
  if (unknown.length > 0)
    throw new InvalidInput(`--station ${unknown.join(" ")}: ${file} has no such station.`, {
      hint: "Write the name as it stands in the column Station of that file.",
    });
  return csv;
}

/**
 * The posts behind --posts; `-` is standard input, which is kept in `inbox`. Their first page is read at once:
 * it finds what cannot be read, or holds nothing, before anything has started. Throws InvalidInput.
 */
export async function openPosts(posts: string, inbox: string): Promise<PostSource> {
  const [path, named] =
    posts === "-"
      ? [await spoolStandardInput(process.stdin, inbox), { name: "standard input" }]
      : [pathOption(posts), {}];
  for await (const _ of replaySource(path, named).pages(EVERYTHING, null)) break;
  const source = replaySource(path, { ...named, openPacker: packThreads });
  await source.fingerprint();
  return source;
}
