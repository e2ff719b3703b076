import { setTimeout as sleep } from "node:timers/promises";
import { xApi } from "../../functions/adapters/posts/x/api.ts";
import type { XSettings } from "../../functions/adapters/posts/x/settings.ts";
import { xSource } from "../../functions/adapters/posts/x/source.ts";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { InvalidInput } from "../../functions/errors.ts";
import type { Clock, PostSource } from "../../functions/ports.ts";

const clock: Clock = { now: () => new Date(), remaining: () => Number.POSITIVE_INFINITY };

/** X's bearer token, and another server than X's where X_API_URL names one, for tests. Throws InvalidInput without a token. */
export function readToken(environment: NodeJS.ProcessEnv): {
  readonly token: string;
  readonly baseUrl: string | undefined;
} {
  const { X_BEARER_TOKEN: token = "", X_API_URL: baseUrl } = environment;
  if (token.trim() === "")
    throw new InvalidInput("There is no bearer token for X: the environment has no X_BEARER_TOKEN.", {
      hint: "Take the app's bearer token from X's developer console (https://developer.x.com) and set X_BEARER_TOKEN to it.",
    });
  return { token, baseUrl };
}

/**
 * X's search with the bearer token of X_BEARER_TOKEN, remembering what it asked for in the store of a home. X_API_URL
 * names another server than X's, for tests. Throws InvalidInput.
 */
export function openX(settings: XSettings, store: string, environment: NodeJS.ProcessEnv): PostSource {
  const { token, baseUrl } = readToken(environment);
  const search = xApi({ bearerToken: async () => token, ...(baseUrl === undefined ? {} : { baseUrl }) });
  return xSource({ store: folderStore(store), settings, clock, search, sleep: (time) => sleep(time) });
}
