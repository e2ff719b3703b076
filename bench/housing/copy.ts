import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { startPostgres } from "../../local/postgres/server.ts";

/**
 * Copies a file of sales into PostgreSQL as it is, in a process of its own with a server of its own: FILE HOME. Prints
 * seconds and rows as JSON.
 */

const [, , file = "", home = ""] = process.argv;
const COLUMNS =
  "id price date postcode type new tenure paon saon street locality town district county category status";

const server = await startPostgres(home);
const client = new pg.Client(server.connection);
await client.connect();
await client.query(`create unlogged table sales (${COLUMNS.replaceAll(" ", " text, ")} text)`);
const begin = performance.now();
await pipeline(
  createReadStream(file, { highWaterMark: 1024 * 1024 }),
  client.query(copyFrom("copy sales from stdin (format csv, encoding 'LATIN1')")),
);
const seconds = (performance.now() - begin) / 1000;
const { rows } = await client.query<{ read: string }>("select count(*) as read from sales");
await client.end();
await server.stop();
process.stdout.write(JSON.stringify({ seconds, read: Number(rows[0]?.read) }));
