import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Counts } from "../../functions/neighbourhood/analysis-manifest.ts";
import { analysisManifestKey, publishedKey } from "../../functions/neighbourhood/keys.ts";
import { rawManifestKey } from "../../functions/posts/keys.ts";
import { homeAt } from "../../local/home.ts";
import type { PostFile } from "../posts/post-file.ts";
import type { PeakMemory } from "./memory.ts";
import { measureProcess } from "./process.ts";

const LAUNCHER = fileURLToPath(new URL("../../local/citypulse", import.meta.url));

/** PostgreSQL settings that decide what a crash can lose. */
const DURABILITY = ["fsync", "full_page_writes", "synchronous_commit"] as const;
export const Durability = z.record(z.enum(DURABILITY), z.string());
export type Durability = z.infer<typeof Durability>;

/** A run of `citypulse run` from raw posts to loaded tables, including the creation of its database. */
export interface PipelineRun {
  readonly seconds: number;
  readonly postsPerSecond: number;
  readonly phases: Phases;
  readonly counts: Counts;
  /** Null if it cannot be measured. */
  readonly memory: PeakMemory | null;
  readonly durability: Durability;
}

/** The phases of a run in seconds. Each phase ends when it writes its manifest. */
export interface Phases {
  /** Creation and start of the database, and ExtractPosts. */
  readonly extract: number;
  readonly analyse: number;
  /** LoadResults and Publish. */
  readonly load: number;
}

const Report = z.object({ runId: z.string(), status: z.string(), posts: Counts });

/** Runs the posts in a new home. Throws if the run fails or if its counts are wrong. */
export async function runCityPulse(posts: PostFile, home: string): Promise<PipelineRun> {
  const args = ["run", "--posts", posts.path, "--home", home, "--json"];
  const begin = Date.now();
  const { stdout, seconds, memory } = await measureProcess(LAUNCHER, args, { stderr: "shown" });
  const { runId, status, posts: counts } = Report.parse(JSON.parse(stdout));
  if (status !== "succeeded") throw new Error(`The run of ${posts.path} ended as ${status}.`);
  mustEqual(counts, posts.counts, `The run of ${posts.path} counted`);
  const loaded = await ask(
    home,
    "select count(*)::int as accepted from citypulse.posts",
    z.object({ accepted: z.number() }),
  );
  mustEqual(loaded, [{ accepted: posts.counts.accepted }], "The database holds");
  const durability = await readDurability(home);
  const phases = await readPhases(home, runId, begin);
  return { seconds, postsPerSecond: counts.read / seconds, phases, counts, memory, durability };
}

async function readPhases(home: string, runId: string, begin: number): Promise<Phases> {
  const secondsUntil = async (key: string): Promise<number> =>
    ((await stat(join(homeAt(home).store, key))).mtimeMs - begin) / 1000;
  const extracted = await secondsUntil(rawManifestKey(runId));
  const analysed = await secondsUntil(analysisManifestKey(runId));
  const published = await secondsUntil(publishedKey(runId, "manifest"));
  return { extract: extracted, analyse: analysed - extracted, load: published - analysed };
}

/** Reads the settings of the server. Throws if there are unlogged tables, whose rows a crash would lose anyway. */
async function readDurability(home: string): Promise<Durability> {
  const unlogged = await ask(home, UNLOGGED, z.object({ name: z.string() }));
  mustEqual(unlogged, [], "The unlogged tables are");
  const names = DURABILITY.map((name) => `'${name}'`).join();
  const settings = await ask(
    home,
    `select name, setting from pg_settings where name in (${names})`,
    z.object({ name: z.string(), setting: z.string() }),
  );
  return Durability.parse(Object.fromEntries(settings.map(({ name, setting }) => [name, setting])));
}

const UNLOGGED = `select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
  where relkind = 'r' and relpersistence <> 'p' and nspname in ('citypulse', 'london_schema', 'schema_housing')`;

async function ask<Row>(home: string, query: string, row: z.ZodType<Row>): Promise<Row[]> {
  const { stdout } = await measureProcess(LAUNCHER, ["sql", query, "--home", home, "--json"], {
    stderr: "kept",
  });
  return z.array(row).parse(JSON.parse(stdout));
}

function mustEqual(found: unknown, wanted: unknown, what: string): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${what} ${left}, not ${right}.`);
}
