/**
 * A stand-in of Lambda's runtime for one invocation: `node lambda-runtime.mjs FILE MILLISECONDS`, with the event on
 * standard input. The answer, `{result}` or the error as Lambda reports it, goes to the file descriptor 3; what the
 * function prints is its log.
 */
import { writeSync } from "node:fs";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";

const [, , file = "", milliseconds = "0"] = process.argv;
const event = JSON.parse(await text(process.stdin));
const end = Date.now() + Number(milliseconds);
const context = { getRemainingTimeInMillis: () => end - Date.now() };

let answer;
try {
  const { handler } = await import(pathToFileURL(file).href);
  answer = { result: (await handler(event, context)) ?? null };
} catch (error) {
  answer = {
    errorType: error?.name ?? "Error",
    errorMessage: error?.message ?? String(error),
    trace: String(error?.stack).split("\n"),
  };
}
writeSync(3, JSON.stringify(answer));
// Lambda freezes what still runs.
process.exit(0);
