import { DatabaseUnavailable } from "../../errors.ts";

/** SQLSTATEs after which another attempt may succeed, because the statement itself was not at fault. */
const UNAVAILABLE = new Set(["53300", "57P01", "57P02", "57P03", "57P05"]);

/** What Node reports where a connection cannot be made or breaks. */
const BROKEN = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);

/** The driver's own errors carry no code. */
const DRIVER = /^(Connection terminated|timeout e|Query read timeout|Client (has encountered|was closed))/;

/** Whether the connection to PostgreSQL failed, rather than the statement. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? error.code : undefined;
  if (typeof code !== "string") return DRIVER.test(error.message);
  return UNAVAILABLE.has(code) || BROKEN.has(code) || /^08...$/.test(code);
}

/** Makes a connection failure a DatabaseUnavailable that says which database; any other error passes. */
export function withDatabaseName(error: unknown, database: string): unknown {
  if (!isConnectionFailure(error) || !(error instanceof Error)) return error;
  // An AggregateError, one attempt for each address, has no message of its own.
  const reason = error.message || ("code" in error ? String(error.code) : error.name);
  return new DatabaseUnavailable(`The database ${database} cannot be reached: ${reason}.`, {
    hint: "Check that it runs and accepts connections from here, then start the same run again.",
    cause: error,
  });
}
