import { z } from "zod";
import { downloads } from "../../adapters/housing/downloads.ts";
import { parseDownloads } from "../../housing/defaults.ts";
import { fetchFiles } from "../../housing/fetch-files.ts";
import { OF_STORE, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent } from "../parts.ts";

export const Environment = z.object({
  ...OF_STORE.shape,
  /** From where files are downloaded, as JSON. */
  HOUSING_DOWNLOADS: z.string().min(1),
});

export const handler = lambdaHandler(async (event, clock) => {
  const { DATA_BUCKET, HOUSING_DOWNLOADS } = readEnvironment(Environment);
  const store = bucketStore(DATA_BUCKET);
  const source = downloads(parseDownloads(HOUSING_DOWNLOADS), store);
  return await fetchFiles(event, { store, source, clock, progress: silent });
});
