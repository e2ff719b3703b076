import { readFileSync } from "node:fs";
import { z } from "zod";
import { pipeRows, type RowJob } from "../pipe-rows.ts";
import { watchdog } from "../watchdog.ts";
import { chooseJob } from "./choose.ts";
import { JobInput } from "./job-input.ts";
import { phrasesJob } from "./phrases.ts";
import { rankJob } from "./rank.ts";
import { scoreJob } from "./score.ts";

/**
 * What Spark pipes rows through, `node worker.mjs <job> [<input>]`; sentiment.sql and topics.sql say which rows.
 * A failure is a sentence on stderr and the exit code 1, which fails the query.
 */
const JOBS: Readonly<Record<string, (file: string | undefined) => RowJob>> = {
  score: (file) => {
    const { stations, selection } = JobInput.parse(JSON.parse(readFileSync(z.string().parse(file), "utf8")));
    return scoreJob(stations, selection);
  },
  phrases: phrasesJob,
  rank: rankJob,
  choose: chooseJob,
};

/** In milliseconds; a row is a raw page of at most some megabytes, or the terms of a place. */
const PATIENCE = 10 * 60_000;

/** All rows that a row becomes are made while it is watched. */
function watched(job: RowJob): RowJob {
  const { begin, end } = watchdog(PATIENCE);
  return (row) => {
    begin();
    const made = [...job(row)];
    end();
    return made;
  };
}

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
