import { parsePage } from "../../analysis/posts/page.ts";
import { InvalidInput } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import type { Selection } from "../posts/raw-manifest.ts";
import { readJson } from "../runs/manifest.ts";
import { rawManifestKey, rawPrefix, rawProgressKey } from "./keys.ts";
import type { PageEvent, PostRequest, PostSource } from "./post-source.ts";
import { RawManifest } from "./raw-manifest.ts";
import { unpackLines } from "./raw-pages.ts";

/** What stands behind a run that was extracted before. */
export interface StoredPages {
  readonly source: PostSource;
  readonly selection: Selection;
}

/** The name of the pages' source if the real one is unknown. */
const NAME = "raw pages";
const Progress = RawManifest.pick({ source: true });

const EVERYTHING: Selection = { stations: null, from: null, to: null };

/**
 * A run's own raw pages as the source of the same run, without requests to any other source. With the manifest there is
 * nothing to extract. A lost manifest is made again from the pages that are there, which then count as all pages. Throws
 * InvalidInput if there are none, or if the run has not extracted all of them yet.
 */
export async function storedPages(store: ObjectStore, runId: string): Promise<StoredPages> {
  const manifest = await readJson(store, rawManifestKey(runId), RawManifest);
  const progress = await readJson(store, rawProgressKey(runId), Progress);
  if (manifest === undefined && progress !== undefined && progress.source !== NAME)
    throw new InvalidInput(`Run ${runId} has not extracted all of its raw pages yet.`, {
      hint: `Start it again with --run ${runId} and the source it was started with: it goes on where it stopped.`,
    });
  const keys = await pageKeys(store, runId);
  if (manifest === undefined && keys.length === 0)
    throw new InvalidInput(
      `There are no raw pages of run ${runId}: nothing begins with ${rawPrefix(runId)}.`,
      {
        hint: "`citypulse runs` lists the runs; their raw pages are in the same --home.",
      },
    );
  return {
    source: {
      name: manifest?.source ?? NAME,
      fingerprint: async () => manifest?.fingerprint ?? null,
      pages: (_request: PostRequest, cursor) =>
        pages(store, keys.slice(Number(cursor ?? 0)), Number(cursor ?? 0)),
    },
    selection: manifest?.selection ?? EVERYTHING,
  };
}

const PAGE = /station=([^/]+)\/([^/]+)\.jsonl\.gz$/;

const pageKeys = async (store: ObjectStore, runId: string): Promise<string[]> =>
  (await store.list(rawPrefix(runId))).filter((key) => PAGE.test(key));

async function* pages(
  store: ObjectStore,
  keys: readonly string[],
  from: number,
): AsyncGenerator<PageEvent, void> {
  for (const [index, key] of keys.entries()) {
    const [, station = "", name = ""] = PAGE.exec(key) ?? [];
    const body = await store.read(key);
    if (body === undefined) continue;
    const records = unpackLines(body).reduce((sum, line) => sum + parsePage(line).records, 0);
    yield { kind: "page", station, name, body, records, cursor: from + index + 1 };
  }
}
