import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Counts } from "../../functions/neighbourhood/analysis-manifest.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";
import { type GeneratedRecord, generatePosts } from "./generate.ts";

/** Posts as the API sends them, or with an added `station`, as the original pipeline fetched them. */
export type Form = "api" | "with-station";

const PostFile = z.object({
  path: z.string(),
  bytes: z.number(),
  /** The counts that a run of the file must have. */
  counts: Counts,
});
export type PostFile = z.infer<typeof PostFile>;

const SEED = 20_261_109;
const CHUNK = 1 << 20;

/**
 * Returns the JSON Lines file with this many generated records in `folder`. If it does not exist, it is created, and
 * the next benchmark with the same folder reuses it. Its name contains a fingerprint of the generator.
 */
export async function postFile(records: number, form: Form, folder: string): Promise<PostFile> {
  const stations = await readFile(BUNDLED_STATIONS);
  const home = join(folder, `posts-${records}-${await fingerprint(stations)}`);
  const finished = join(home, `${form}.json`);
  const known = await readFile(finished, "utf8").catch(() => undefined);
  const path = join(home, `${form}.jsonl`);
  // The folder can have moved since.
  if (known !== undefined) return { ...PostFile.parse(JSON.parse(known)), path };
  await mkdir(home, { recursive: true });
  const file = await writeLines(
    path,
    generatePosts(records, parseStations(stations, BUNDLED_STATIONS), SEED),
    form,
  );
  // Written last and atomically, so that an interrupted file is generated again.
  await writeFile(`${finished}.part`, JSON.stringify(file));
  await rename(`${finished}.part`, finished);
  return file;
}

async function writeLines(path: string, records: Iterable<GeneratedRecord>, form: Form): Promise<PostFile> {
  const counts = { read: 0, accepted: 0, duplicates: 0, unplaced: 0, rejected: 0 };
  const file = await open(path, "w");
  try {
    let chunk = "";
    let bytes = 0;
    const flush = async () => {
      bytes += (await file.write(chunk)).bytesWritten;
      chunk = "";
    };
    for (const record of records) {
      count(counts, record);
      chunk += `${form === "api" ? record.line : withStation(record)}\n`;
      if (chunk.length >= CHUNK) await flush();
    }
    await flush();
    return { path, bytes, counts };
  } finally {
    await file.close();
  }
}

function count(counts: Counts, { kind, placed }: GeneratedRecord): void {
  counts.read += 1;
  if (kind === "bad") counts.rejected += 1;
  else if (kind !== "post") counts.duplicates += 1;
  else {
    counts.accepted += 1;
    if (!placed) counts.unplaced += 1;
  }
}

/** Adds the station. A line that is not a complete object stays unchanged. */
const withStation = ({ line, station }: GeneratedRecord): string =>
  line.endsWith("}") ? `${line.slice(0, -1)},"station":${JSON.stringify(station)}}` : line;

/** A hash of the code and the stations that posts are generated from. */
async function fingerprint(stations: Uint8Array): Promise<string> {
  const hash = createHash("sha256").update(stations);
  for (const folder of ["./", "../../data/synthetic/"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  ))
    for (const name of (await readdir(folder)).filter((one) => one.endsWith(".ts")).sort())
      hash.update(`${name}\0`).update(await readFile(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}
