import { enableCompileCache } from "node:module";
import { Command, CommanderError } from "commander";
import { MINIMUM_N } from "../analysis/statistics/sums.ts";

enableCompileCache();

/** Done, failed, wrong usage: what `citypulse` returns to the shell. */
const WRONG_USAGE = 2;

const program = new Command("citypulse")
  .description(
    "What people say around each London underground station, in which mood, beside what homes cost.",
  )
  .showHelpAfterError("Try `citypulse --help`, or `citypulse <command> --help`.")
  .helpCommand(false)
  .exitOverride();

// Each command brings its libraries only when it is called, so that `--help` answers at once.
program
  .command("run")
  .description("take the neighbourhood pipeline from its first state to its last, on this machine")
  .option(
    "--posts <path>",
    "posts to read: a file, a folder, or - for standard input (default: the synthetic sample)",
  )
  .option("--engine <engine>", "auto, lambda (in this process) or emr (Spark on this machine)", "auto")
  .option("--run <id>", "the run's id, or its scheduled time; the same id again repairs or repeats a run")
  .option("--from <time>", "only posts from this time on (UTC, such as 2026-11-09T00:00:00Z)")
  .option("--to <time>", "only posts before this time")
  .option("--station <name...>", "only posts around these stations, named as in the stations file")
  .option(
    "--stations-file <csv>",
    "another stations file, with the columns Latitude, Longitude, Station, Zone",
  )
  .option("--max-rejected <share>", "fail when a larger share of the records is rejected", "0.2")
  .option("--min-posts <n>", "a station with fewer posts shows their number only", String(MINIMUM_N))
  .option("--home <folder>", "where the database and the object store lie", ".citypulse")
  .option("--json", "print one JSON object on stdout and nothing else")
  .addHelpText(
    "after",
    `
Posts may be X API v2 objects or pages, one a line or as one JSON document, or the X archive's tweets.js;
gzip is recognised.

Examples:
  citypulse run                                   the synthetic sample
  citypulse run --posts tweets.jsonl              your own posts
  zcat posts.gz | citypulse run --posts - --json  in a script
  citypulse run --run 20261116T060000Z            once more, for instance after a power cut`,
  )
  .action(async (options) => (await import("./commands/run.ts")).run(options));

program
  .command("sql")
  .description("ask the embedded database")
  .argument("<statement>", "one SQL statement")
  .option("--home <folder>", "where the database lies", ".citypulse")
  .option("--json", "print an array of row objects")
  .addHelpText(
    "after",
    `
Examples:
  citypulse sql "select * from london_schema.sentiment limit 5"
  citypulse sql "select station, count(*) from london_schema.sentiment group by station order by 2 desc"
  citypulse sql --json "select * from london_schema.data_lineage"`,
  )
  .action(async (statement, options) => (await import("./commands/sql.ts")).sql(statement, options));

program
  .command("score")
  .description("score texts from standard input, one a line")
  .option("--jsonl", "each line is one JSON string, or one object with a `text`")
  .option("--json", "print one JSON object a line")
  .addHelpText(
    "after",
    `
Prints VADER's compound of the text as it stands; with --json also neg, neu and pos, and the two compounds
that the pipeline stores: of the text without URLs and @names, and of the same with place names masked.

Examples:
  echo "Lovely evening at Camden Market!" | citypulse score
  citypulse score --jsonl --json < tweets.jsonl`,
  )
  .action(async (options) => (await import("./commands/score.ts")).score(options));

program
  .command("runs")
  .description("list the runs: how they ended, their counts, when they ran")
  .option("--home <folder>", "where the database lies", ".citypulse")
  .option("--json", "print an array of run objects")
  .addHelpText("after", "\nExample:\n  citypulse runs --json")
  .action(async (options) => (await import("./commands/runs.ts")).runs(options));

program
  .command("doctor")
  .description("say what this machine has of what CityPulse needs, and install Spark where asked")
  .option("--install-spark", "install Spark and a Java for it in the home, some 400 MB")
  .option("--home <folder>", "where Spark is looked for and installed", ".citypulse")
  .option("--json", "print an array of what was looked for")
  .addHelpText("after", "\nExamples:\n  citypulse doctor\n  citypulse doctor --install-spark")
  .action(async (options) => (await import("./commands/doctor.ts")).doctor(options));

// A reader that has seen enough, such as `| head -1`, closes the pipe: that is no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    process.stderr.write(`error  What was asked for cannot be written: ${error.message}\n`);
    process.exit(1);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : WRONG_USAGE;
  else process.exitCode = (await import("./commands/fail.ts")).fail(error);
}
