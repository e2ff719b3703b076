import { once } from "node:events";
import { startPostgres } from "../../../local/postgres/server.ts";

/** A process that uses a home's server: it prints the port, and leaves when its input ends. */
const home = process.argv[2] ?? "";
const server = await startPostgres(home);
process.stdout.write(`${server.connection.port}\n`);
process.stdin.resume();
await once(process.stdin, "end");
await server.stop();
