import { rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { seededRandom } from "../../data/synthetic/random.ts";
import { pythonEnvironment } from "../../local/python/environment.ts";
import { measureProcess } from "../pipeline/process.ts";
import { inScratch } from "../report/scratch.ts";
import { type Figures, mebibytes, seconds as secondsText, whole } from "../report/table.ts";
import { writeSales } from "./generated-sales.ts";

/** The median of the rounds. */
export interface ScanRate {
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** The peak in bytes; null if the platform does not tell. */
  readonly memory: number | null;
  /** Rows of the result; null if it is the whole file. */
  readonly placed: number | null;
}

export interface HousingBench {
  readonly rows: number;
  readonly bytes: number;
  readonly threads: number;
  readonly duckdb: string;
  readonly citypulse: ScanRate;
  readonly duckdbOneThread: ScanRate;
  readonly duckdbAllThreads: ScanRate;
  readonly copy: ScanRate;
}

export interface HousingOptions {
  readonly rows: number;
  readonly rounds: number;
}

const SEED = 1;
/** About as many as Great Britain has in use. */
const POSTCODES = 1_700_000;
const OUTWARD_CODES = 2_900;

/**
 * Reads a generated file of sales up to the placed rows: with CityPulse's scanner, with DuckDB alone, and into PostgreSQL
 * by COPY. Each is a process of its own, and they take turns, so that other work on the machine affects all.
 */
export async function benchHousing({ rows, rounds }: HousingOptions): Promise<HousingBench> {
  return await inScratch(async (folder) => {
    const [file, postcodeFile] = [join(folder, "pp-complete.csv"), join(folder, "postcodes.csv")];
    const postcodes = drawPostcodes(Math.min(POSTCODES, rows));
    await writeFile(
      postcodeFile,
      postcodes.map((one) => `${one},${isNearStation(one) ? 51.5 : 53.5},-0.1\n`).join(""),
    );
    await writeSales(file, { rows, seed: SEED, postcodes, from: "1995-01-01", to: "2026-10-31" });
    const threads = availableParallelism();
    const python = await pythonEnvironment(new URL("duckdb.txt", import.meta.url));
    const scanned = {
      citypulse: new Rounds(rows),
      duckdbOneThread: new Rounds(rows),
      duckdbAllThreads: new Rounds(rows),
      copy: new Rounds(rows),
    };
    let version = "";
    for (let round = 0; round < rounds; round++) {
      const ownScan = await call(process.execPath, [script("scan.ts"), file, postcodeFile]);
      if (ownScan.read !== rows || ownScan.rejected !== 0)
        throw new Error(`The scanner read ${ownScan.read} of ${rows} rows and rejected ${ownScan.rejected}.`);
      scanned.citypulse.add(ownScan);
      for (const [name, count] of [
        ["duckdbOneThread", 1],
        ["duckdbAllThreads", threads],
      ] as const) {
        const answer = await call(python, [script("duckdb_scan.py"), file, postcodeFile, String(count)]);
        version = answer.version ?? "";
        scanned[name].add(answer);
      }
      const home = join(folder, `postgres-${round}`);
      scanned.copy.add(await call(process.execPath, [script("copy.ts"), file, home]));
      await rm(home, { recursive: true, force: true });
    }
    return {
      rows,
      bytes: (await stat(file)).size,
      threads,
      duckdb: version,
      citypulse: scanned.citypulse.median(),
      duckdbOneThread: scanned.duckdbOneThread.median(),
      duckdbAllThreads: scanned.duckdbAllThreads.median(),
      copy: scanned.copy.median(),
    };
  });
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const Answer = z.object({
  seconds: z.number(),
  read: z.number().optional(),
  placed: z.number().optional(),
  rejected: z.number().optional(),
  version: z.string().optional(),
});
type Answer = z.infer<typeof Answer> & { readonly memory: number | null };

async function call(program: string, args: readonly string[]): Promise<Answer> {
  const { stdout, memory } = await measureProcess(program, args, { stderr: "kept" });
  return { ...Answer.parse(JSON.parse(stdout)), memory: memory?.together ?? null };
}

/** What one of them took in each round. */
class Rounds {
  readonly rows: number;
  readonly answers: Answer[] = [];

  constructor(rows: number) {
    this.rows = rows;
  }

  add(answer: Answer): void {
    this.answers.push(answer);
  }

  median(): ScanRate {
    const sorted = this.answers.toSorted((left, right) => left.seconds - right.seconds);
    const middle = sorted[Math.floor(sorted.length / 2)];
    if (middle === undefined) throw new Error("There was no round.");
    const peaks = this.answers.map(({ memory }) => memory ?? 0);
    return {
      seconds: middle.seconds,
      rowsPerSecond: this.rows / middle.seconds,
      memory: middle.memory === null ? null : Math.max(...peaks),
      placed: middle.placed ?? null,
    };
  }
}

const LETTERS = [..."ABCDEFGHIJKLMNOPRSTUVWYZ"];
const OUTWARD = Array.from({ length: OUTWARD_CODES }, (_, index) => {
  const [first, second] = [LETTERS[index % 24], LETTERS[Math.floor(index / 24) % 24]];
  return `${first}${second}${1 + Math.floor(index / 576)}`;
});

/** Invented postcodes in the form of true ones, in as many outward codes as Great Britain has. */
function drawPostcodes(count: number): string[] {
  const random = seededRandom(SEED);
  const drawn = new Set<string>();
  while (drawn.size < count)
    drawn.add(`${random.pick(OUTWARD)} ${random.integer(10)}${random.pick(LETTERS)}${random.pick(LETTERS)}`);
  return [...drawn];
}

/** Near a station are those of a tenth of the outward codes, since London is in one part of the country. */
const NEAR = new Set(OUTWARD.filter((_, index) => index % 10 === 0));
const isNearStation = (postcode: string): boolean => NEAR.has(postcode.slice(0, postcode.indexOf(" ")));

/** The complete file of November 2026. */
const COMPLETE = { rows: 31_400_000, bytes: 5.5e9 } as const;
/** What a function of Lambda reads from S3 in a second: AWS says some 600 Mbit/s for 1,769 MB and less. */
const S3_BYTES_PER_SECOND = 70e6;
const LAMBDA_SECONDS = 900;

export function housingTable(bench: HousingBench): Figures {
  const { citypulse, duckdbOneThread, duckdbAllThreads, copy, threads } = bench;
  const row = (name: string, rate: ScanRate): string[] => [
    name,
    secondsText(rate.seconds),
    whole(rate.rowsPerSecond),
    rate.memory === null ? "" : mebibytes(rate.memory),
    rate.placed === null ? "" : whole(rate.placed),
    (rate.seconds / citypulse.seconds).toFixed(2),
  ];
  const lost = (citypulse.placed ?? 0) - (duckdbOneThread.placed ?? 0);
  const scan = COMPLETE.rows / citypulse.rowsPerSecond;
  const inLambda = scan + COMPLETE.bytes / S3_BYTES_PER_SECOND;
  return {
    table: [
      [
        `${whole(bench.rows)} sales (${mebibytes(bench.bytes)}) up to the placed rows`,
        "time",
        "rows a second",
        "peak memory",
        "placed rows",
        "times as long",
      ],
      row("CityPulse's scanner, one thread", citypulse),
      row(`DuckDB ${bench.duckdb}, one thread`, duckdbOneThread),
      row(`DuckDB ${bench.duckdb}, ${threads} threads`, duckdbAllThreads),
      row("PostgreSQL's COPY of the raw file, without a join", copy),
    ],
    notes: [
      "Each is a process of its own, and they take turns; the median of the rounds counts. CityPulse checks every field of every " +
        `row, and finds all placed rows. DuckDB checks nothing, and leaves out ${whole(lost)} of them, since they have bytes of ` +
        "Windows-1252.",
      `At this speed, the complete file (${whole(COMPLETE.rows)} sales, 5.5 GB) takes ${secondsText(scan)} on this machine. A function ` +
        `of Lambda with one vCPU that reads it from S3 at 70 MB/s takes some ${secondsText(inLambda)} of its ${LAMBDA_SECONDS} s, if its ` +
        "vCPU is as fast as a core here.",
    ],
  };
}
