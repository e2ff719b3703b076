import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Counts } from "../../functions/neighbourhood/analysis-manifest.ts";
import { parseStations } from "../../functions/posts/stations.ts";
import { BUNDLED_STATIONS } from "../../local/bundled.ts";
import { type GeneratedRecord, generatePosts } from "./generate.ts";

/** As the API gives posts, or each with its `station` besides, as the original way fetched them. */
export type Form = "api" | "with-station";

const PostFile = z.object({
  path: z.string(),
  bytes: z.number(),
  /** What a run of the file must count. */
  counts: Counts,
});
export type PostFile = z.infer<typeof PostFile>;

const SEED = 20_261_109;
const CHUNK = 1 << 20;

/**
 * The JSON Lines file of so many made-up records in `folder`: made where it is not there yet, so that the next
 * benchmark with the same folder finds it. What makes it is part of its name.
 */
export async function postFile(records: number, form: Form, folder: string): Promise<PostFile> {
  const stations = await readFile(BUNDLED_STATIONS);
  const home = join(folder, `posts-${records}-${await fingerprint(stations)}`);
  const finished = join(home, `${form}.json`);
  const known = await readFile(finished, "utf8").catch(() => undefined);
  const path = join(home, `${form}.jsonl`);
  // A folder that was moved has another path.
  if (known !== undefined) return { ...PostFile.parse(JSON.parse(known)), path };
  await mkdir(home, { recursive: true });
  const file = await writeLines(
    path,
    generatePosts(records, parseStations(stations, BUNDLED_STATIONS), SEED),
    form,
  );
  // Last, and at once: what was cut off is made again.
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

/** What is no whole object stays as it is. */
const withStation = ({ line, station }: GeneratedRecord): string =>
  line.endsWith("}") ? `${line.slice(0, -1)},"station":${JSON.stringify(station)}}` : line;

/** Of the code and the stations that the posts are made from. */
async function fingerprint(stations: Uint8Array): Promise<string> {
  const hash = createHash("sha256").update(stations);
  for (const folder of ["./", "../../data/synthetic/"].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  ))
    for (const name of (await readdir(folder)).filter((one) => one.endsWith(".ts")).sort())
      hash.update(`${name}\0`).update(await readFile(join(folder, name)));
  return hash.digest("hex").slice(0, 12);
}
