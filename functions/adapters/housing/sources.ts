import { z } from "zod";
import { AnalysisFailed, SourceUnavailable } from "../../errors.ts";
import { FileVersion } from "../../housing/file-source.ts";
import { InputFile } from "../../housing/input-files.ts";
import { housingPublishedKey, SOURCES_KEY } from "../../housing/keys.ts";
import type { ConditionalStore, ObjectStore } from "../../ports.ts";
import { encodeJson, sha256 } from "../../runs/manifest.ts";

/** The version of a file that was fetched last, and where it is stored. */
const FetchedFile = z.object({ runId: z.string(), version: FileVersion, file: InputFile });

/** What downloads remember from run to run, as one object of the store. */
const Sources = z.object({
  /** By address. */
  files: z.record(z.string(), FetchedFile),
  /** When the monthly files were published that runs have fetched, ISO 8601; the latest ones, in the order of the runs. */
  monthly: z.array(z.object({ runId: z.string(), publishedAt: z.string() })),
});
export type Sources = z.infer<typeof Sources>;

/** Far more than the runs that fail one after the other. */
const MOST_MONTHS = 36;
const MOST_ATTEMPTS = 5;

/** Reads what earlier runs have fetched. Throws AnalysisFailed if the object is damaged. */
export const readSources = async (store: ConditionalStore): Promise<Sources> =>
  (await readTagged(store)).sources;

async function readTagged(
  store: ConditionalStore,
): Promise<{ readonly sources: Sources; readonly etag: string | null }> {
  const object = await store.readTagged(SOURCES_KEY);
  if (object === undefined) return { sources: { files: {}, monthly: [] }, etag: null };
  try {
    return { sources: Sources.parse(JSON.parse(Buffer.from(object.body).toString())), etag: object.etag };
  } catch (cause) {
    throw new AnalysisFailed(`The object ${SOURCES_KEY} is not what this version of CityPulse writes.`, {
      hint: "Remove it and start the run again with the same id: it downloads all files once more.",
      cause,
    });
  }
}

/** Adds what a run has fetched. The same again changes nothing. Throws SourceUnavailable if others write all the time. */
export async function addSources(
  store: ConditionalStore,
  fetched: readonly z.infer<typeof FetchedFile>[],
  month: Sources["monthly"][number],
): Promise<void> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const { sources, etag } = await readTagged(store);
    const files = { ...sources.files };
    for (const one of fetched) if (!isOlder(one, files[one.file.source])) files[one.file.source] = one;
    const others = sources.monthly.filter(({ runId }) => runId !== month.runId);
    const next = { files, monthly: [...others, month].slice(-MOST_MONTHS) };
    if (JSON.stringify(next) === JSON.stringify(sources)) return;
    if ((await store.writeIf(SOURCES_KEY, encodeJson(next), etag)) !== null) return;
  }
  throw new SourceUnavailable(`Other processes change ${SOURCES_KEY} all the time.`, {
    hint: "Let one run at a time download files to this store, and start this run again.",
  });
}

/** A run that is started again after a later one has ended must not bring back what that one has replaced. */
function isOlder(
  one: z.infer<typeof FetchedFile>,
  present: z.infer<typeof FetchedFile> | undefined,
): boolean {
  const time = Date.parse(one.version.lastModified ?? "");
  return present !== undefined && time < Date.parse(present.version.lastModified ?? "");
}

/**
 * Whether a run has come to its end, so that what it fetched is in the database. What a failed run has fetched is new to
 * the next one. The run that asks has not come to its end, whatever an earlier execution of it has published.
 */
export const isUsed = async (store: ObjectStore, fetchedBy: string, runId: string): Promise<boolean> =>
  fetchedBy !== runId && (await store.read(housingPublishedKey(fetchedBy, "manifest"))) !== undefined;

/** When the latest monthly file was published that is in the database; null if there is none. */
export async function latestMonth(
  store: ObjectStore,
  { monthly }: Sources,
  runId: string,
): Promise<Date | null> {
  const latestFirst = monthly.toSorted(
    (one, other) => Date.parse(other.publishedAt) - Date.parse(one.publishedAt),
  );
  for (const { runId: fetchedBy, publishedAt } of latestFirst)
    if (await isUsed(store, fetchedBy, runId)) return new Date(publishedAt);
  return null;
}

/** Whether all parts of a stored file are there and undamaged. */
export async function isIntact(store: ObjectStore, { parts }: InputFile): Promise<boolean> {
  for (const part of parts) {
    const body = await store.read(part.key);
    if (body === undefined || sha256(body) !== part.sha256) return false;
  }
  return true;
}
