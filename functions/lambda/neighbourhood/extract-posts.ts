import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { replayStored } from "../../adapters/posts/replay/source.ts";
import { xSearch } from "../../adapters/posts/x/request.ts";
import { XSettings } from "../../adapters/posts/x/settings.ts";
import { xSource } from "../../adapters/posts/x/source.ts";
import { extractPosts } from "../../neighbourhood/extract-posts.ts";
import type { Clock } from "../../ports.ts";
import type { PostSource } from "../../posts/post-source.ts";
import { OF_STORE, OF_X, readEnvironment } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";
import { bucketStore, silent, xToken } from "../parts.ts";

export const Environment = z.object({
  ...OF_STORE.shape,
  ...OF_X.shape,
  /** How X is searched and what that may cost, as JSON. */
  X_SETTINGS: z.string().min(1),
  /** Posts are read from under this prefix of the bucket, and X is asked for nothing; empty for X. */
  REPLAY_PREFIX: z.string(),
});

export const handler = lambdaHandler(async (event, clock) => {
  const environment = readEnvironment(Environment);
  const store = bucketStore(environment.DATA_BUCKET);
  const source = sourceOf(environment, clock);
  return await extractPosts(event, { store, source, clock, progress: silent });
});

function sourceOf(environment: z.infer<typeof Environment>, clock: Clock): PostSource {
  const { DATA_BUCKET, REPLAY_PREFIX, X_API_URL, X_SETTINGS, X_TOKEN_SECRET } = environment;
  const store = bucketStore(DATA_BUCKET);
  if (REPLAY_PREFIX !== "") return replayStored(store, REPLAY_PREFIX);
  return xSource({
    store,
    clock,
    settings: XSettings.parse(JSON.parse(X_SETTINGS)),
    search: xSearch({ bearerToken: xToken(X_TOKEN_SECRET), baseUrl: X_API_URL }),
    sleep: (milliseconds) => sleep(milliseconds),
  });
}
