import { z } from "zod";
import { XSettings } from "../../functions/adapters/posts/x/settings.ts";

const dollars = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,2})?$/, "must be dollars, such as 12.50")
  .transform(Number);
const posts = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

/** What X may cost, and what is asked for, as a command is given it: see x-ceilings.ts. */
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
