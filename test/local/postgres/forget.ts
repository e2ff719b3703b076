import { startPostgres } from "../../../local/postgres/server.ts";

/** A process that uses a home's server and forgets to leave. */
await startPostgres(process.argv[2] ?? "");
