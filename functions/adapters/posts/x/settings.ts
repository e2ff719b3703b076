import { z } from "zod";
import prices from "../../../prices.json" with { type: "json" };

/** The most posts that X gives, and the fewest that it can be asked for, in one page. */
export const LARGEST_PAGE = 100;
export const SMALLEST_PAGE = 10;

/** How X is searched, and what that may cost. `XSettings.parse({})` gives the defaults. */
export const XSettings = z.strictObject({
  /** What is asked for within each circle, in X's query language. */
  query: z.string().default("lang:en -is:retweet"),
  /** Of the circle around each station; X takes less than 25 miles. */
  radiusKm: z.number().positive().max(40).default(1),
  /** Posts in a page, at most. With little money left the pages are smaller, so that more stations get one. */
  pageSize: z.int().min(SMALLEST_PAGE).max(LARGEST_PAGE).default(LARGEST_PAGE),
  dollarsPerPost: z.number().positive().default(prices.dollars.xPostRead),
  /** A run never reads more posts, nor spends more, than these. */
  maxPosts: z.int().nonnegative().default(20_000),
  maxDollars: z.number().nonnegative().default(100),
  /** All runs of a calendar month (UTC) together never spend more. */
  maxDollarsPerMonth: z.number().nonnegative().default(450),
});
export type XSettings = z.infer<typeof XSettings>;
export type XSettingsInput = z.input<typeof XSettings>;
