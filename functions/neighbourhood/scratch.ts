import { AnalysisFailed } from "../errors.ts";
import type { ObjectStore } from "../ports.ts";

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
  const value: Value = JSON.parse(new TextDecoder().decode(body));
  return value;
}
