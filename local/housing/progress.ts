import { z } from "zod";
import type { ProgressWords } from "../pipeline.ts";
import { number, plural } from "../terminal/format.ts";

const StateCounts = z.object({
  fetch: z.object({ files: z.number(), bytes: z.number() }).optional(),
  placed: z.object({ sales: z.number(), rejected: z.number() }).optional(),
  load: z.object({ sales: z.number() }).optional(),
});

/** The progress of housing in words: files, and sales. */
export const housingProgress: ProgressWords = {
  countsOf(state, data) {
    const { fetch, placed, load } = StateCounts.safeParse(data).data ?? {};
    if (state === "FetchFiles" && fetch !== undefined)
      return `${plural(fetch.files, "file")}, ${number(Math.ceil(fetch.bytes / 1e6))} MB`;
    if (state === "PlaceSales" && placed !== undefined)
      return `${plural(placed.sales, "sale")}, ${number(placed.rejected)} rejected`;
    if (state === "LoadSales" && load !== undefined) return plural(load.sales, "sale");
    return "";
  },
  waitNote: () => "waiting",
};
