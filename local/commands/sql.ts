import { existsSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { z } from "zod";
import { InvalidInput } from "../../functions/errors.ts";
import { startPostgres } from "../postgres/server.ts";
import { number, plural } from "../terminal/format.ts";
import { commandLine, personsFolder } from "../terminal/invocation.ts";
import { HomeOption, JsonOption, parseOptions } from "../terminal/options.ts";
import { Stopped, stopOnSignal } from "../terminal/signals.ts";
import { formatTable } from "../terminal/table.ts";

const Options = z.object({ home: HomeOption, json: JsonOption });

/** Runs one statement in the embedded database and prints its rows. */
export async function sql(statement: string, options: unknown): Promise<void> {
  const { home, json } = parseOptions(Options, options);
  const answer = await ask(home, statement);
  const { rows } = answer;
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : formatAnswer(answer));
  if (!json && process.stderr.isTTY) process.stderr.write(`${plural(rows.length, "row")}\n`);
}

/** More than a person reads. Unlike JSON, a table is laid out as a whole. */
const ROWS_SHOWN = 1_000;

function formatAnswer({ fields, rows }: Answer): string {
  const shown = rows.slice(0, ROWS_SHOWN).map((row) => fields.map((field) => row[field]));
  const more = rows.length - shown.length;
  const note = more === 0 ? "" : `… and ${number(more)} more rows: --json prints them all.\n`;
  return formatTable(fields, shown) + note;
}

export interface Answer {
  readonly fields: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Runs a statement in the database of a home, and starts its server if none is running. Throws InvalidInput, and Stopped
 * after a signal.
 */
export async function ask(home: string, statement: string, values: unknown[] = []): Promise<Answer> {
  if (!existsSync(join(home, "postgres/data")))
    throw new InvalidInput(`There is no database under ${home} yet.`, {
      hint: `Name another folder with --home, or create the database: ${commandLine({ folder: personsFolder(), home }, "run")}`,
    });
  const stopping = stopOnSignal("Stopping. The database shuts down first ...");
  const postgres = await startPostgres(home);
  const client = new pg.Client({
    ...postgres.connection,
    application_name: "citypulse sql",
    types: asJson(),
  });
  const disconnect = () => client.end();
  // The next statement reports a connection that is lost between two statements.
  client.on("error", () => {});
  stopping.signal.addEventListener("abort", disconnect);
  try {
    stopping.signal.throwIfAborted();
    await client.connect();
    // The server stops working for a client that has gone.
    await client.query("set time zone 'UTC'; set client_connection_check_interval = '1s'");
    const result = await client.query(statement, values);
    // A text with several statements has several results; the last one is printed.
    const last = Array.isArray(result) ? result.at(-1) : result;
    return { fields: last.fields.map((field: pg.FieldDef) => field.name), rows: last.rows };
  } catch (error) {
    const exitCode = stopping.exitCode();
    if (exitCode !== null) throw new Stopped(exitCode);
    if (error instanceof pg.DatabaseError)
      throw new InvalidInput(`The database refused the statement: ${error.message}`, {
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
      });
    throw error;
  } finally {
    await client.end();
    await postgres.stop();
  }
}

/**
 * Values as JSON has them: whole and decimal numbers with all their digits, times as ISO 8601, everything
 * else as PostgreSQL prints it.
 */
function asJson(): pg.CustomTypesConfig {
  const {
    INT2,
    INT4,
    INT8,
    FLOAT4,
    FLOAT8,
    NUMERIC,
    BOOL,
    JSON: JSON_TYPE,
    JSONB,
    TIMESTAMP,
    TIMESTAMPTZ,
  } = pg.types.builtins;
  const number = (text: string) => (/^-?\d/.test(text) ? JSON.rawJSON(text) : text);
  const parsers = new Map<number, (text: string) => unknown>([
    [INT2, Number],
    [INT4, Number],
    ...[INT8, FLOAT4, FLOAT8, NUMERIC].map((type) => [type, number] as const),
    [BOOL, (text) => text === "t"],
    [JSON_TYPE, JSON.parse],
    [JSONB, JSON.parse],
    [TIMESTAMP, (text) => text.replace(" ", "T")],
    [TIMESTAMPTZ, (text) => text.replace(" ", "T").replace(/\+00$/, "Z")],
  ]);
  const asText = (text: string): string => text;
  return { getTypeParser: (type: number) => parsers.get(type) ?? asText };
}
