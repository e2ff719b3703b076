import { type AnalysedPage, pageAnalyser } from "../../analysis/analyse-posts.ts";
import { compareUtf8 } from "../../analysis/order.ts";
import type { Station } from "../../analysis/places/station.ts";
import { batchByBytes } from "../batch-by-bytes.ts";
import { AnalysisFailed, InvalidInput } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";
import { rawManifestKey, STATIONS_KEY } from "../posts/keys.ts";
import { type RawFile, RawManifest, type Selection } from "../posts/raw-manifest.ts";
import { parseStations, unknownStations } from "../posts/stations.ts";
import { encodeJson, readJson, sha256 } from "../runs/manifest.ts";
import type { AnalysisManifest } from "./analysis-manifest.ts";
import type { Run } from "./run.ts";

export interface AnalysisPorts {
  readonly store: ObjectStore;
  readonly codeVersion: string;
  /** Unpacked bytes of raw pages in one batch, and whose posts meet in one bucket; tests make it smaller. */
  readonly bytesInBucket?: number | undefined;
}

/** What the steps of one analysis share. */
export interface Analysis {
  readonly run: Run;
  readonly store: ObjectStore;
  readonly analysePage: (line: string) => AnalysedPage;
  /** The raw pages, in batches that are scored one at a time. */
  readonly batches: readonly (readonly RawFile[])[];
  /** Posts with the same key meet in the same bucket, so that each bucket is small enough for the memory. */
  readonly buckets: number;
  readonly codeVersion: string;
  readonly madeFrom: AnalysisManifest["madeFrom"];
}

/** Some 45,000 posts. Bytes and not records, since one record may be a page of posts, or a long post. */
const BYTES_IN_BUCKET = 18_000_000;

/** Each batch hands an object to each bucket, so with more bytes batches and buckets grow rather than their number. */
const MOST_BUCKETS = 128;

/** What an analysis is made from, whichever engine makes it. */
export interface AnalysisSources {
  readonly raw: RawManifest;
  readonly stations: readonly Station[];
  readonly madeFrom: AnalysisManifest["madeFrom"];
}

/** Reads what the run's analysis is made from. Throws AnalysisFailed, InvalidInput. */
export async function readSources(run: Run, store: ObjectStore): Promise<AnalysisSources> {
  const raw = await readJson(store, rawManifestKey(run.runId), RawManifest);
  if (raw === undefined)
    throw new AnalysisFailed(
      `There is no ${rawManifestKey(run.runId)}: the run's raw pages are not complete.`,
    );
  const file = await store.read(STATIONS_KEY);
  if (file === undefined)
    throw new InvalidInput(`There is no stations file at ${STATIONS_KEY}.`, {
      hint: "Upload a CSV with the columns Latitude, Longitude, Station and Zone to that key.",
    });
  const stations = parseStations(file, STATIONS_KEY);
  refuseUnknownStations(raw.selection, stations);
  return { raw, stations, madeFrom: { raw: sha256(encodeJson(raw)), stations: sha256(file) } };
}

/** Divides the run's raw pages into steps. Throws AnalysisFailed, InvalidInput. */
export async function openAnalysis(run: Run, ports: AnalysisPorts): Promise<Analysis> {
  const { raw, stations, madeFrom } = await readSources(run, ports.store);
  const bytes = raw.files.reduce((total, page) => total + page.unpacked, 0);
  const bytesInBucket = Math.max(ports.bytesInBucket ?? BYTES_IN_BUCKET, bytes / MOST_BUCKETS);
  return {
    run,
    store: ports.store,
    analysePage: pageAnalyser(stations, raw.selection),
    batches: batchByBytes(inOrder(raw.files), ({ unpacked }) => unpacked, bytesInBucket),
    buckets: Math.max(1, Math.ceil(bytes / bytesInBucket)),
    codeVersion: ports.codeVersion,
    madeFrom,
  };
}

/** Of versions that are alike the first one stays: in the order of the keys, which does not depend on the engine. */
const inOrder = (pages: readonly RawFile[]): RawFile[] =>
  pages.toSorted((left, right) => compareUtf8(left.key, right.key));

function refuseUnknownStations(selection: Selection, stations: readonly Station[]): void {
  const unknown = unknownStations(selection.stations ?? [], stations);
  if (unknown.length === 0) return;
  throw new InvalidInput(
    `The run asks for ${unknown.map((name) => `"${name}"`).join(", ")}, and ${STATIONS_KEY} has no such station.`,
    {
      hint: "Write the name as it is in the column Station of that file.",
    },
  );
}

/** Whether a finished analysis was made by the same code from the same things. */
export const isOf = (
  manifest: AnalysisManifest,
  analysis: Pick<AnalysisManifest, "codeVersion" | "madeFrom">,
): boolean =>
  manifest.codeVersion === analysis.codeVersion &&
  JSON.stringify(manifest.madeFrom) === JSON.stringify(analysis.madeFrom);
