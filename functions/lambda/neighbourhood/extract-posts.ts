import { z } from "zod";
import { OF_STORE } from "../environment.ts";
import { lambdaHandler } from "../handler.ts";

export const Environment = z.object({
  ...OF_STORE.shape,
  X_TOKEN_SECRET: z.string().min(1),
  X_SETTINGS: z.string().min(1),
});

export const handler = lambdaHandler(async () => {
  throw new Error("being written");
});
