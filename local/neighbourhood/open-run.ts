import { z } from "zod";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { parseRun, type RunInput } from "../../functions/neighbourhood/run.ts";
import type { PostSource } from "../../functions/ports.ts";
import type { Selection } from "../../functions/posts/raw-manifest.ts";
import { storedPages } from "../../functions/posts/stored-pages.ts";
import { BUNDLED_STATIONS, SYNTHETIC_POSTS } from "../bundled.ts";
import { homeAt } from "../home.ts";
import { count, HomeOption, JsonOption, pathOption, SelectionOptions } from "../terminal/options.ts";
import { openPosts, readStations } from "./run-input.ts";
import { settingsOf, XOptions } from "./x-options.ts";
import { openX } from "./x-source.ts";

const share = z
  .string()
  .regex(/^(0?\.\d+|[01]|1\.0+)$/, "must be a number from 0 to 1")
  .transform(Number);

/** The options of `citypulse run`, as commander hands them over. */
export const RunOptions = z.object({
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
  home: HomeOption,
  json: JsonOption,
});
export type RunOptions = z.infer<typeof RunOptions>;

/** The source of a run's posts, and what the run is started with. */
export interface Opened {
  readonly input: RunInput;
  readonly source: PostSource;
  /** What people call the posts. */
  readonly posts: string;
  readonly stationsFile: Uint8Array;
}

/** Finds what cannot be used before anything starts. Throws InvalidInput. */
export async function openRun(options: RunOptions): Promise<Opened> {
  refuseContradictions(options);
  const { store, inbox } = homeAt(options.home);
  const stored = options.fromRaw === undefined ? undefined : await openStored(options.fromRaw, store);
  const input = stored === undefined ? inputOf(options) : { engine: options.engine, ...stored.input };
  parseRun(input, new Date().toISOString());
  const stationsFile = await readStations(options.stationsFile, input.stations ?? []);
  if (stored !== undefined) return { ...stored, input, stationsFile };
  if (options.source === "x") {
    const source = openX(settingsOf(options), store, process.env);
    return { input, source, posts: source.name, stationsFile };
  }
  const source = await openPosts(options.posts ?? SYNTHETIC_POSTS, inbox);
  const synthetic = options.posts === undefined ? " (SYNTHETIC: nobody wrote these posts)" : "";
  return { input, source, posts: `${source.name}${synthetic}`, stationsFile };
}

async function openStored(run: string, store: string): Promise<Omit<Opened, "stationsFile">> {
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
    throw new InvalidInput("--source x asks X, so it takes no --posts.", { hint });
  if (fromRaw === undefined) return;
  const others = { run, from, to, station, posts, "source x": source === "x" ? source : undefined };
  const given = Object.entries(others).find(([, value]) => value !== undefined);
  if (given !== undefined)
    throw new InvalidInput(
      `--from-raw reads the raw pages of a run as they were asked for, so it takes no --${given[0]}.`,
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
