import { readFileSync } from "node:fs";
import { z } from "zod";
import { pipeRows, type RowJob } from "../rows.ts";
import { watchdog } from "../watchdog.ts";
import { scoreJob } from "./score.ts";
import { topicsJob } from "./topics.ts";

/** The input of the jobs on a cluster in addition to the raw pages. plan-cluster.ts writes it. */
const JobInput = z.object({
  stations: z.array(
    z.object({
      name: z.string(),
      slug: z.string(),
      zone: z.string(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  ),
  selection: z.object({
    stations: z.array(z.string()).nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
});

/**
 * The program that Spark pipes rows through: `node worker.mjs <job> [<input>]`. sentiment.sql and topics.sql define the
 * rows. If it fails, it prints a message to stderr and exits with code 1, which fails the query.
 */
const JOBS: Readonly<Record<string, (file: string | undefined) => RowJob>> = {
  score: (file) => {
    const { stations, selection } = JobInput.parse(JSON.parse(readFileSync(z.string().parse(file), "utf8")));
    return scoreJob(stations, selection);
  },
  topics: topicsJob,
};

/** In milliseconds. A row is a raw page, or words, of some megabytes. */
const PATIENCE = 10 * 60_000;
/** The same for the work after the last row: the topics of a hundred million posts take some minutes. */
const PATIENCE_AT_THE_END = 6 * PATIENCE;

const [, , job = "", file] = process.argv;

try {
  const open = JOBS[job];
  if (open === undefined)
    throw new Error(`There is no job "${job}": it is one of ${Object.keys(JOBS).join(", ")}.`);
  await pipeRows(process.stdin, process.stdout, watched(open(file)));
} catch (error) {
  process.stderr.write(
    `The worker's job "${job}" failed: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}

/** The job, with the watchdog active during each row and during the end. */
function watched({ next, end }: RowJob): RowJob {
  const watch = watchdog();
  return {
    next(row) {
      watch.begin(PATIENCE);
      const rows = [...next(row)];
      watch.end();
      return rows;
    },
    async end() {
      watch.begin(PATIENCE_AT_THE_END);
      const rows = await end();
      watch.end();
      return rows;
    },
  };
}
