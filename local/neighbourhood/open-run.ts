import { readFile } from "node:fs/promises";
import { z } from "zod";
import { replaySource } from "../../functions/adapters/posts/replay/source.ts";
import { spoolStandardInput } from "../../functions/adapters/posts/replay/spool.ts";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { parseRun, type RunInput } from "../../functions/neighbourhood/run.ts";
import type { PostSource } from "../../functions/posts/post-source.ts";
import type { Selection } from "../../functions/posts/raw-manifest.ts";
import { parseStations, unknownStations } from "../../functions/posts/stations.ts";
import { storedPages } from "../../functions/posts/stored-pages.ts";
import { BUNDLED_STATIONS, SYNTHETIC_POSTS } from "../bundled.ts";
import { homeAt } from "../home.ts";
import { count, parseOptions, pathOption, SelectionOptions, share } from "../terminal/options.ts";
import { packThreads } from "./pack-threads.ts";
import type { NeighbourhoodOptions } from "./tasks.ts";
import { openX, settingsOf, XOptions } from "./x-search.ts";

/** The options of `citypulse run neighbourhood`, as commander gives them: see command.ts. */
const RunOptions = z.object({
  posts: z.string().optional(),
  source: z.enum(["posts", "x"], "must be posts or x"),
  fromRaw: z.string().optional(),
  ...XOptions,
  engine: z.enum(["auto", "lambda", "emr"], "must be auto, lambda or emr"),
  run: z.string().optional(),
  ...SelectionOptions,
  stationsFile: z.string().transform(pathOption).default(BUNDLED_STATIONS),
  maxRejected: share,
  minPosts: count,
});
type RunOptions = z.infer<typeof RunOptions>;

const EVERYTHING = { stations: null, from: null, to: null };

/** Reads the options and opens what the run reads, before anything starts. Throws InvalidInput. */
export async function openRun(given: unknown, home: string): Promise<NeighbourhoodOptions> {
  const options = parseOptions(RunOptions, given);
  refuseContradictions(options);
  const { store, inbox } = homeAt(home);
  const stored = options.fromRaw === undefined ? undefined : await openStored(options.fromRaw, store);
  const input = stored === undefined ? inputOf(options) : { engine: options.engine, ...stored.input };
  parseRun(input, new Date().toISOString());
  const opened = {
    input,
    stationsFile: await readStations(options.stationsFile, input.stations ?? []),
    maxRejectedShare: options.maxRejected,
    minPosts: options.minPosts,
  };
  if (stored !== undefined) return { ...opened, ...stored, input, analyseAnew: true };
  if (options.source === "x") return { ...opened, source: openX(settingsOf(options), store, process.env) };
  const source = await openPosts(options.posts ?? SYNTHETIC_POSTS, inbox);
  const synthetic = options.posts === undefined ? " (SYNTHETIC: nobody wrote these posts)" : "";
  return { ...opened, source, posts: `${source.name}${synthetic}` };
}

async function openStored(
  run: string,
  store: string,
): Promise<Pick<NeighbourhoodOptions, "input" | "source" | "posts">> {
  const { runId } = parseRun({ runId: run }, new Date().toISOString());
  const { source, selection } = await storedPages(folderStore(store), runId);
  return { input: { runId, ...selected(selection) }, source, posts: `the raw pages of run ${runId}` };
}

/** A stored selection as an execution's input: an empty list of stations is none. */
const selected = ({ stations, from, to }: Selection): RunInput => {
  const [first, ...others] = stations ?? [];
  return { from, to, stations: first === undefined ? null : [first, ...others] };
};

function refuseContradictions({ posts, source, fromRaw, run, from, to, station }: RunOptions): void {
  const hint = "See `citypulse run --help`.";
  if (source === "x" && posts !== undefined)
    throw new InvalidInput("--source x reads posts from X, so it cannot be used with --posts.", { hint });
  if (fromRaw === undefined) return;
  const others = { run, from, to, station, posts, "source x": source === "x" ? source : undefined };
  const given = Object.entries(others).find(([, value]) => value !== undefined);
  if (given !== undefined)
    throw new InvalidInput(
      `--from-raw reads the stored raw pages of a run, so it cannot be used with --${given[0]}.`,
      { hint },
    );
}

const inputOf = (options: RunOptions): RunInput => ({
  engine: options.engine,
  ...(options.run === undefined ? {} : { runId: options.run }),
  ...(options.from === undefined ? {} : { from: options.from }),
  ...(options.to === undefined ? {} : { to: options.to }),
  ...(options.station === undefined ? {} : { stations: options.station }),
});

/**
 * The bytes of a stations file. It is read before anything starts, so that an error in it, or in a name of `wanted`, is
 * found at once. Throws InvalidInput.
 */
export async function readStations(file: string, wanted: readonly string[]): Promise<Uint8Array> {
  const csv = await readFile(file).catch((cause: unknown) => {
    throw new InvalidInput(`The stations file ${file} cannot be read.`, {
      hint: "Name a CSV with the columns Latitude, Longitude, Station and Zone, or omit --stations-file.",
      cause,
    });
  });
  const unknown = unknownStations(wanted, parseStations(csv, file)).map((name) => `"${name}"`);
  if (unknown.length > 0)
    throw new InvalidInput(`--station ${unknown.join(" ")}: ${file} has no such station.`, {
      hint: "Write the name as in the column Station of that file.",
    });
  return csv;
}

/**
 * The posts of --posts; `-` is standard input, which is stored in `inbox`. The first page is read at once, so that a source
 * that cannot be read or is empty is found before anything starts. Throws InvalidInput.
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
