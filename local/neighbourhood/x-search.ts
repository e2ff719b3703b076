import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { xSearch } from "../../functions/adapters/posts/x/request.ts";
import { XSettings } from "../../functions/adapters/posts/x/settings.ts";
import { xSource } from "../../functions/adapters/posts/x/source.ts";
import { folderStore } from "../../functions/adapters/store/folder-store.ts";
import { InvalidInput } from "../../functions/errors.ts";
import type { Clock } from "../../functions/ports.ts";
import type { PostSource } from "../../functions/posts/post-source.ts";

const dollars = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,2})?$/, "must be dollars, such as 12.50")
  .transform(Number);
const posts = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

/** The options for the search on X and for what it can cost: see command.ts. */
export const XOptions = {
  query: z.string().optional(),
  maxPosts: posts,
  maxDollars: dollars,
  maxDollarsPerMonth: dollars,
};

const Given = z.object(XOptions);

export const settingsOf = ({
  query,
  maxPosts,
  maxDollars,
  maxDollarsPerMonth,
}: z.output<typeof Given>): XSettings =>
  XSettings.parse({ maxPosts, maxDollars, maxDollarsPerMonth, ...(query === undefined ? {} : { query }) });

const clock: Clock = { now: () => new Date(), remaining: () => Number.POSITIVE_INFINITY };

/** X's bearer token, and the server that X_API_URL names instead of X's, for tests. Throws InvalidInput without a token. */
export function readToken(environment: NodeJS.ProcessEnv): {
  readonly token: string;
  readonly baseUrl: string | undefined;
} {
  const { X_BEARER_TOKEN: token = "", X_API_URL: baseUrl } = environment;
  if (token.trim() === "")
    throw new InvalidInput("There is no bearer token for X: X_BEARER_TOKEN is not set.", {
      hint: "Copy the app's bearer token from X's developer console (https://developer.x.com) and set X_BEARER_TOKEN to it.",
    });
  return { token, baseUrl };
}

/**
 * X's search with the bearer token of X_BEARER_TOKEN. It stores its progress in the store of a home. X_API_URL names
 * another server than X's, for tests. Throws InvalidInput.
 */
export function openX(settings: XSettings, store: string, environment: NodeJS.ProcessEnv): PostSource {
  const { token, baseUrl } = readToken(environment);
  const search = xSearch({ bearerToken: async () => token, ...(baseUrl === undefined ? {} : { baseUrl }) });
  return xSource({ store: folderStore(store), settings, clock, search, sleep: (time) => sleep(time) });
}
