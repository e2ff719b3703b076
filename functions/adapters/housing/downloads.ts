import { SourceRejected } from "../../errors.ts";
import type { HousingDownloads } from "../../housing/defaults.ts";
import type {
  FetchingRun,
  FetchOutcome,
  FileSource,
  Opened,
  Resume,
  WantedFile,
} from "../../housing/file-source.ts";
import type { FileKind } from "../../housing/input-files.ts";
import type { ConditionalStore } from "../../ports.ts";
import { checkAddress } from "./connection.ts";
import { type Download, download } from "./download.ts";
import { addSources, isIntact, isUsed, latestMonth, readSources } from "./sources.ts";

/** A file that can be downloaded. */
interface DownloadedFile extends WantedFile {
  /** The key of the settings that has its address. */
  readonly setting: string;
  /** The run can do without it. */
  readonly isOptional: boolean;
}

/**
 * A monthly file is published every 26 to 37 days (on a working day towards the end of the month). So a file that is
 * this much younger than the one before it is not the next one. The calendar month of the publication says less: an
 * edition that is late shares its month with the next.
 */
const LONGEST_MONTH = 45 * 24 * 3600 * 1000;

/**
 * The files that HM Land Registry and Ordnance Survey (or the addresses of the settings) have for a run, and nothing that
 * an earlier run has loaded. If the monthly file is not newer than that, the run needs no files at all. If a month was
 * missed, and for the first run, the yearly files come too. What was fetched is remembered in the store.
 */
export function downloads(settings: HousingDownloads, store: ConditionalStore): FileSource {
  /** All files of the run, once its monthly file is known; before that this file alone. */
  async function plan(run: FetchingRun, [first]: readonly FetchOutcome[]): Promise<Plan> {
    const monthly = monthlyFile(settings);
    if (first === undefined) return { files: [monthly], notes: [] };
    if (first.kind !== "stored") return { files: [], notes: [] };
    const before = await latestMonth(store, await readSources(store), run.runId);
    const published = publishedAt(run, first);
    const isNext = before !== null && published.getTime() - before.getTime() <= LONGEST_MONTH;
    const files = [monthly, ...(isNext ? [] : snapshots(settings, run)), postcodesFile(settings)];
    return { files, notes: isNext || before === null ? [] : [missedMonths(settings, before, published)] };
  }

  /** What an earlier run has stored of this file, if it can be used again. */
  async function storedBefore(run: FetchingRun, source: string): Promise<FetchOutcome | null> {
    const stored = (await readSources(store)).files[source];
    if (stored === undefined) return null;
    const { file, version, runId } = stored;
    if (source === settings.monthlyUrl && (await isUsed(store, runId, run.runId)))
      return { kind: "unchanged", source };
    return (await isIntact(store, file)) ? { kind: "stored", file, version } : null;
  }

  async function open(run: FetchingRun, file: DownloadedFile, resume: Resume | null): Promise<Opened> {
    const { source: url, setting } = file;
    const address = { url, setting, idleMilliseconds: settings.idleSeconds * 1000, resume };
    const known = resume === null ? ((await readSources(store)).files[url]?.version ?? null) : null;
    let answer: Download = await download({ ...address, known });
    if (answer.kind === "unchanged") {
      const stored = await storedBefore(run, url);
      if (stored !== null) return stored;
      answer = await download({ ...address, known: null });
    }
    if (answer.kind === "content") return answer;
    if (answer.kind === "missing" && file.isOptional) return { kind: "absent", source: url };
    const status = answer.kind === "missing" ? answer.status : 304;
    throw new SourceRejected(`${url} does not have the file: it answers with status ${status}.`, {
      hint: checkAddress({ setting }),
    });
  }

  return {
    bytes: null,
    async next(run, outcomes) {
      const { files, notes } = await plan(run, outcomes);
      const file = files[outcomes.length];
      if (file !== undefined) return { kind: "file", file };
      return { kind: "end", notes: [...notes, ...outcomes.flatMap(missingYear)] };
    },
    async open(run, wanted, outcomes, resume) {
      const file = (await plan(run, outcomes)).files.find(({ source }) => source === wanted.source);
      if (file === undefined) throw new RangeError(`${wanted.source} is not a file of this run.`);
      return await open(run, file, resume);
    },
    async remember(run, outcomes) {
      const stored = outcomes.filter((outcome) => outcome.kind === "stored");
      const [monthly] = stored;
      if (monthly === undefined) return;
      const { runId } = run;
      const fetched = stored.map(({ file, version }) => ({ runId, version, file }));
      await addSources(store, fetched, { runId, publishedAt: publishedAt(run, monthly).toISOString() });
    },
    // Which files a run downloads is decided by what there is at the time. Given files have no address.
    accepts: async (files) => files.every(({ source }) => /^https?:/.test(source)),
  };
}

interface Plan {
  readonly files: readonly DownloadedFile[];
  /** What people should know about them. */
  readonly notes: readonly string[];
}

// The names of files of sales say what they hold: see docs/data-contract.md.
const monthlyFile = ({ monthlyUrl }: HousingDownloads): DownloadedFile =>
  fileAt(monthlyUrl, "sales", "pp-monthly-update-new-version.csv", "monthlyUrl");

const postcodesFile = ({ postcodesUrl }: HousingDownloads): DownloadedFile =>
  fileAt(postcodesUrl, "postcodes", fileName(postcodesUrl) ?? "postcodes.zip", "postcodesUrl");

/** The files that all sales of the figures are in. The newest year comes first: it may have no file yet. */
function snapshots(settings: HousingDownloads, run: FetchingRun): DownloadedFile[] {
  const { complete, completeUrl, yearlyUrl } = settings;
  if (complete) return [fileAt(completeUrl, "sales", "pp-complete.csv", "completeUrl")];
  return yearsOf(settings, run).map((year, index) => ({
    ...fileAt(yearlyUrl.replaceAll("{year}", String(year)), "sales", `pp-${year}.csv`, "yearlyUrl"),
    isOptional: index === 0,
  }));
}

const fileAt = (
  source: string,
  kind: FileKind,
  name: string,
  key: keyof HousingDownloads,
): DownloadedFile => ({
  name,
  kind,
  synthetic: false,
  source,
  setting: key,
  isOptional: false,
});

/** The last part of an address, if it is a file's name. */
function fileName(url: string): string | null {
  const name = new URL(url).pathname.split("/").at(-1) ?? "";
  return /^[\w-][\w.-]*\.(csv|zip|gz)$/i.test(name) ? name : null;
}

/** The year of the run, and those before it. */
function yearsOf({ years }: HousingDownloads, { scheduledTime }: FetchingRun): number[] {
  const newest = new Date(scheduledTime).getUTCFullYear();
  return Array.from({ length: years }, (_, index) => newest - index);
}

/** When the monthly file was published; the time of the run, if the server does not say. */
function publishedAt(run: FetchingRun, { version }: Extract<FetchOutcome, { kind: "stored" }>): Date {
  const time = Date.parse(version.lastModified ?? "");
  return new Date(Number.isNaN(time) ? run.scheduledTime : time);
}

const day = (date: Date): string => date.toISOString().slice(0, 10);

const missedMonths = ({ complete }: HousingDownloads, before: Date, published: Date): string =>
  `Between ${day(before)} and ${day(published)} at least one monthly file was missed, so ${
    complete ? "the complete file is" : "the yearly files are"
  } loaded again.`;

const missingYear = (outcome: FetchOutcome): string[] =>
  outcome.kind === "absent"
    ? [`There is no file of this year yet (${outcome.source}), so only the monthly file has its sales.`]
    : [];
