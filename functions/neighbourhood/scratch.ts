import { deserialize, serialize } from "node:v8";
import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";

/**
 * Hands plain data on to a later step of this same analysis, in V8's own format: it writes long lists of texts
 * several times as fast as JSON, and nobody else reads it.
 */
export const writeScratch = (store: ObjectStore, key: string, value: unknown): Promise<void> =>
  store.write(key, serialize(value));

/**
 * Reads what an earlier step of this same analysis handed on. It was written by this code a moment ago, so it
 * is trusted as it stands: parsing every scored post a second time would cost more than scoring it.
 */
export async function readScratch<Value>(store: ObjectStore, key: string): Promise<Value> {
  const body = await store.read(key);
  if (body === undefined)
    throw new AnalysisFailed(`The object ${key} is missing, which an earlier step of the analysis wrote.`, {
      hint: "Start the run again with the same id.",
    });
  const value: Value = deserialize(body);
  return value;
}
