import { z } from "zod";
import { downloads } from "../../functions/adapters/housing/downloads.ts";
import { sendThroughProxy } from "../../functions/adapters/housing/environment-proxy.ts";
import { type GivenFile, givenFiles } from "../../functions/adapters/housing/given-files.ts";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { InvalidInput } from "../../functions/errors.ts";
import { parseDownloads } from "../../functions/housing/defaults.ts";
import type { FileSource } from "../../functions/housing/file-source.ts";
import { readInput } from "../../functions/runs/input.ts";
import { HOUSING_INPUT } from "../../state-machines/housing/input.ts";
import { SYNTHETIC_POSTCODES, SYNTHETIC_SALES } from "../bundled.ts";
import { homeAt } from "../home.ts";
import { parseOptions, pathOption, share } from "../terminal/options.ts";

/** What a run of housing reads, and how its figures are made. */
export interface HousingOptions {
  readonly input: { readonly runId?: string };
  readonly source: FileSource;
  /** What people call the files. */
  readonly files: string;
  readonly windowMonths: number;
  readonly maxRejectedShare: number;
}

const paths = z.array(z.string().min(1, "must name a file").transform(pathOption)).nonempty().optional();
const path = z.string().min(1, "must name a file").transform(pathOption).optional();

/** The options of `citypulse run housing`, as commander gives them: see command.ts. */
const Options = z.object({
  sales: paths,
  postcodes: paths,
  listings: path,
  index: path,
  download: z.boolean().default(false),
  window: z
    .string()
    .regex(/^([1-9]|[1-5]\d|60)$/, "must be a number of months from 1 to 60")
    .transform(Number),
  maxRejected: share,
  run: z.string().optional(),
});
type Options = z.infer<typeof Options>;

/** Reads the options and opens what the run reads, before anything starts. Throws InvalidInput. */
export async function openHousing(given: unknown, home: string): Promise<HousingOptions> {
  const options = parseOptions(Options, given);
  refuseContradictions(options);
  const input = options.run === undefined ? {} : { runId: options.run };
  readInput(HOUSING_INPUT, input, new Date().toISOString());
  return {
    input,
    ...(await openSource(options, home)),
    windowMonths: options.window,
    maxRejectedShare: options.maxRejected,
  };
}

function refuseContradictions({ sales, postcodes, listings, index, download }: Options): void {
  const hint = "See `citypulse run housing --help`.";
  if (download && (sales ?? postcodes ?? listings ?? index) !== undefined)
    throw new InvalidInput("--download fetches the files itself, so it cannot be used with files.", { hint });
  if (sales !== undefined && postcodes === undefined)
    throw new InvalidInput("--sales needs --postcodes: without it no sale can be placed.", {
      hint: "Get the ONS Postcode Directory (ONSPD) from https://geoportal.statistics.gov.uk or use --download.",
    });
  if (sales === undefined && postcodes !== undefined)
    throw new InvalidInput("--postcodes is for --sales, which is missing.", { hint });
  if (index !== undefined && sales === undefined)
    throw new InvalidInput("--index is for --sales, which is missing.", { hint });
}

async function openSource(options: Options, home: string): Promise<Pick<HousingOptions, "source" | "files">> {
  if (options.download) {
    sendThroughProxy(process.env);
    const settings = parseDownloads(process.env.HOUSING_DOWNLOADS ?? "{}");
    return {
      source: downloads(settings, folderStore(homeAt(home).store)),
      files: "open data, as its publishers offer it",
    };
  }
  const { sales = [], postcodes = [], listings, index } = options;
  const files: GivenFile[] = [
    ...sales.map((one) => ({ path: one, kind: "sales", synthetic: false }) as const),
    ...postcodes.map((one) => ({ path: one, kind: "postcodes", synthetic: false }) as const),
    ...(listings === undefined ? [] : [{ path: listings, kind: "listings", synthetic: false } as const]),
    ...(index === undefined ? [] : [{ path: index, kind: "index", synthetic: false } as const]),
  ];
  if (files.length > 0)
    return { source: await givenFiles(files), files: files.map((file) => nameOf(file.path)).join(", ") };
  return {
    source: await givenFiles([
      { path: SYNTHETIC_SALES, kind: "sales", synthetic: true },
      { path: SYNTHETIC_POSTCODES, kind: "postcodes", synthetic: true },
    ]),
    files: `${nameOf(SYNTHETIC_SALES)} (SYNTHETIC: nobody bought or sold these homes)`,
  };
}

const nameOf = (file: string): string => file.split(/[/\\]/).at(-1) ?? file;
